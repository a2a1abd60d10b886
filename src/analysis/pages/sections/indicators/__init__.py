"""The section of one theme's indicators, one by one."""
