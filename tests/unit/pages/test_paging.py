from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from site_gen.pages.paging import Slice, count_numbered, paginate

counts = st.integers(0, 120)
sizes = st.integers(1, 12)


def pages(count: int, size: int) -> dict[str, Slice[int]]:
    """The pages of the numbers below `count`, of which the highest is the newest."""
    return {page.path: page for page in paginate(range(count)[::-1], size, "t")}


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
