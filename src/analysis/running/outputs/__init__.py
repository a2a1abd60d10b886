"""Files whole or not there, locks, the report folder, the log."""
