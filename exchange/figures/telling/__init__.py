"""What a table of projects was read as, told to who brings it in: its columns, its rows, and those that stay out."""
