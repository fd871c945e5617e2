"""Readers of plain text: agency wire copy and text dumps of whole web pages."""
