"""What is measured, for whom and how it is to be judged: read from `params/`, checked, frozen."""
