"""The section that says how good the data are: findings, rejected rows, commentary checked."""
