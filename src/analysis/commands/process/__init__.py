"""The process of a command: how it is stopped, how its death is reported, and its hook."""
