"""Files that are sent to a case: stopped when too large, known by their content, searched for CPR
numbers."""
