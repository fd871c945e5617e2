"""Documents to content files: the first half of a run."""
