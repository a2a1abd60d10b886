"""Received files and their record, read cell by cell and checked row by row into observations."""
