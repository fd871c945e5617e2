import pytest

from site_gen.model import Page
from site_gen.pages.check import check_plan


def problems(*paths: str) -> tuple[str, ...]:
    return check_plan([Page(path, "t.html", None, f"from-{number}") for number, path in enumerate(paths)])


def test_pages_side_by_side_are_no_problem() -> None:
    assert problems("index.html", "a/index.html", "a/b.html", "a/b/c.html") == ()


@pytest.mark.parametrize("other", ["a/b.html", "A/b.HTML", "a/\uff42.html"])
def test_two_pages_with_one_address_are_named_both(other: str) -> None:
    assert problems("a/b.html", other) == (f"from-1: page '{other}': from-0 has the same address",)


def test_three_pages_with_one_address_are_all_named() -> None:
    assert len(problems("a", "a", "a")) == 2


def test_a_page_cannot_be_a_folder_of_another() -> None:
    assert problems("a/b", "a/b/c/d") == ("from-1: page 'a/b/c/d': from-0 is a file where this needs a folder",)
    assert problems("a/b/c/d", "A/b") == ("from-1: page 'A/b': from-0 needs a folder of that name",)


@pytest.mark.parametrize(
    "path",
    ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/", "./a", "a\\b", "C:/a", "a\nb", "a\x00", "\ud800", "x" * 256],
)
def test_unsafe_paths_are_refused(path: str) -> None:
    (problem,) = problems(path)
    assert problem.startswith("from-0: page ")
    assert problem.isprintable()


def test_a_part_may_have_255_bytes() -> None:
    assert problems("é" * 127 + "x") == ()
    assert len(problems("é" * 128)) == 1
