"""One command of `outturn` a file; the only place that parses arguments."""
