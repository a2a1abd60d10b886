"""The section that compares our area with the region and its members."""
