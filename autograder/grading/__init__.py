"""Grade a class: read, repair, run, judge, and record in nbgrader's own gradebook."""
