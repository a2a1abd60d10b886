"""What is measured, for whom, and how it is judged: read from `params/`, checked and frozen."""
