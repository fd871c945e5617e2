"""site-gen: parsed news in, a browsable static HTML archive out."""

__version__ = "0.1.0"
