"""Files that are whole or absent, locks, the report folder, the log."""
