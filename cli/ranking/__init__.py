"""`xiaohao ranking`: rules, a ranking as of any moment, and what is behind each figure of it."""
