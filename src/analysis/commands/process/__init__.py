"""The process that a command runs in: its stop, its death, and the hook that is told."""
