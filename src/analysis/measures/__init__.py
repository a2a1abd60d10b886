"""Figures of each series: to date, same period last year, history; and findings about the data."""
