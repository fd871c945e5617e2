"""One module a fact that is found out about an article."""
