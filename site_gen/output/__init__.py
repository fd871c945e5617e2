"""Bytes to the output folder."""
