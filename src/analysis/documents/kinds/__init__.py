"""Kinds of documents, one file each: what one holds, how it is read, and what its figures are checked by."""
