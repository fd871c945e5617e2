from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from site_gen.pages.paging import Numbers, Slice, count_numbered, page_of, paginate

counts = st.integers(1, 120)
sizes = st.integers(1, 12)


def pages(count: int, size: int) -> dict[str, Slice[int]]:
    """The pages of the numbers below `count`, of which the highest is the newest."""
    found = paginate(lambda start: iter(range(start, count)), count, size, "t")
    return {page.path: page for page in reversed(list(found))}


@given(counts, sizes)
def test_every_item_stands_on_one_page_newest_first(count: int, size: int) -> None:
    shown = [item for page in pages(count, size).values() for item in page.items]
    assert shown == list(range(count))[::-1]


@given(counts, sizes)
def test_the_newest_page_is_never_nearly_empty(count: int, size: int) -> None:
    newest = pages(count, size)["t/index.html"]
    assert newest.is_newest
    assert len(newest.items) == count if count < size else size <= len(newest.items) < 2 * size
    assert newest.pagination.number == newest.pagination.total == count_numbered(count, size) + 1


@given(counts, counts, sizes)
def test_a_numbered_page_never_changes_as_newer_items_come(count: int, more: int, size: int) -> None:
    before, after = pages(count, size), pages(count + more, size)
    last = f"t/page-{count_numbered(count, size)}.html"
    for path in before.keys() - {"t/index.html"}:
        assert list(before[path].items) == list(after[path].items)
        if path != last:
            assert before[path].pagination == after[path].pagination


@given(counts, sizes)
def test_neighbouring_pages_point_at_each_other(count: int, size: int) -> None:
    planned = pages(count, size)
    paths = list(planned)
    for newer, older in pairwise(paths):
        assert planned[newer].pagination.older == older
        assert planned[older].pagination.newer == newer
    assert planned[paths[0]].pagination.newer == ""
    assert planned[paths[-1]].pagination.older == ""
    assert {page.pagination.oldest for page in planned.values()} == {paths[-1]}
    assert {page.pagination.newest for page in planned.values()} == {paths[0]}


@given(counts, sizes, st.data())
def test_some_pages_are_as_they_are_among_all(count: int, size: int, data: st.DataObject) -> None:
    numbers = st.integers(1, count_numbered(count, size) + 1)
    wanted = Numbers(data.draw(st.none() | numbers), frozenset(data.draw(st.sets(numbers, max_size=4))))
    every = pages(count, size).values()
    some = list(paginate(lambda start: iter(range(start, count)), count, size, "t", wanted))
    assert {page.path: page for page in some} == {page.path: page for page in every if page.pagination.number in wanted}
    assert len(some) == len({page.path for page in some})


@given(counts, sizes)
def test_each_item_stands_on_the_page_of_its_rank(count: int, size: int) -> None:
    for page in pages(count, size).values():
        assert {page_of(item, count, size) for item in page.items} == {page.pagination.number}


def test_a_list_of_nothing_has_no_page() -> None:
    assert list(paginate(lambda _: iter(()), 0, 5, "t")) == []
