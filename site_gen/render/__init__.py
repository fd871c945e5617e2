"""Pages to bytes: Markdown, sanitiser, templates."""
