"""Ordered numbers in, numbers out: intervals, directions, trends, pooling, comparisons, control charts."""
