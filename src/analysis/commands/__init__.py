"""The commands of `outturn`, one in each file. Only this room parses arguments."""
