"""Status, direction, comparison and reasons for every series; the assessment of a whole report."""
