"""Kinds of documents, one in each file: its contents, how it is read, and how its figures are checked."""
