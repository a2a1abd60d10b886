"""The distribution of each year's outturn: a ladder of methods, their back-tests and what past ranges held."""
