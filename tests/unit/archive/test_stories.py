"""How stories are named: trees of articles that follow each other, and pins."""

import pytest

from site_gen.archive.stories import Node, name_stories, story_base


def stories(**nodes: tuple[str, str]) -> dict[str, str]:
    """Nodes by one letter, in the order of time, each with the letter that it follows and its pin; their stories."""
    keys = {name: number for number, name in enumerate(nodes)}
    made = {keys[name]: Node(keys[follows] if follows else None, pin, name) for name, (follows, pin) in nodes.items()}
    named = name_stories(made)
    return {name: named[key] for name, key in keys.items()}


@pytest.mark.parametrize(
    ("nodes", "named"),
    [
        ({"a": ("", "")}, {"a": ""}),
        ({"a": ("", ""), "b": ("a", ""), "c": ("b", ""), "d": ("", "")}, {"a": "a", "b": "a", "c": "a", "d": ""}),
        # One pin is that of the whole story, wherever it stands in it.
        ({"a": ("", ""), "b": ("a", "x"), "c": ("a", "")}, dict.fromkeys("abc", "x")),
        # Of several each takes what follows it; what stands before them takes the first.
        ({"a": ("", ""), "b": ("a", "x"), "c": ("a", "y"), "d": ("c", "")}, {"a": "x", "b": "x", "c": "y", "d": "y"}),
        ({"a": ("", "x"), "b": ("", "x")}, {"a": "x", "b": "x"}),
        ({"a": ("", "none"), "b": ("", "")}, {"a": "", "b": ""}),
    ],
)
def test_the_story_of_each_article(nodes: dict[str, tuple[str, str]], named: dict[str, str]) -> None:
    assert stories(**nodes) == named


def test_the_name_of_a_story_is_that_of_the_address_of_its_first_article() -> None:
    assert story_base("2025/09/12/ferry-echoue.html", "5c0f") == story_base("2025/09/13/ferry-echoue.html", "5c0f")
    assert story_base("2025/09/12/ferry-echoue.html", "5c0f").startswith("ferry-echoue-")
    assert story_base("x/a.html", "1") != story_base("x/a.html", "2")
    assert len(story_base(f"x/{'a' * 200}.html", "\ud800")) < 80
