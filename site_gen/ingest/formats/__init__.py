"""The forms that news comes in: a module a format, chosen by what the bytes look like before what they are called.

Each module has `matches(head, name)` and either `read` (one document to the articles in it) or `split` (one file to
the documents in it, streamed). `base.py` holds the types, `registry.py` the order in which they are asked.
"""
