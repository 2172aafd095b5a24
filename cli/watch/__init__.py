"""`xiaohao dispatch` and `xiaohao campaign`: flags that open matters, and campaigns over the projects of a year."""
