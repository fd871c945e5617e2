"""Article ⇄ content file: Markdown with YAML front matter."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from site_gen.content.folder import find_content, is_content_name, shown_path, stat_content
    from site_gen.content.markdown import list_items, markdown_body, markdown_list, markdown_text, plain_text
    from site_gen.content.reading import parse_content, possible_bodies
    from site_gen.content.writing import format_content

__all__ = [
    "find_content",
    "format_content",
    "is_content_name",
    "list_items",
    "markdown_body",
    "markdown_list",
    "markdown_text",
    "parse_content",
    "plain_text",
    "possible_bodies",
    "shown_path",
    "stat_content",
]
_HOMES = {
    **dict.fromkeys(("find_content", "is_content_name", "shown_path", "stat_content"), "folder"),
    **dict.fromkeys(("list_items", "markdown_body", "markdown_list", "markdown_text", "plain_text"), "markdown"),
    **dict.fromkeys(("parse_content", "possible_bodies"), "reading"),
    "format_content": "writing",
}


def __getattr__(name: str) -> Any:
    """What is asked for, loaded then: a run that finds nothing to do reads no file."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
