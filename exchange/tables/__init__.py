"""Tables: rows of a CSV file become reports by a mapping."""
