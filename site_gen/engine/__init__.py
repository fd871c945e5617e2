"""The build engine: what changed → which pages may differ → those that do, rendered and put in place."""
