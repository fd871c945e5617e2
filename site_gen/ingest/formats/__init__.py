"""One module a format that documents come in."""
