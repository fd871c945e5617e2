"""Article ⇄ content file: Markdown with YAML front matter."""

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
