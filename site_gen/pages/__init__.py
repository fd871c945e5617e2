"""The archive to pages: one module a kind of page."""
