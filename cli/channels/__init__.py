"""`xiaohao channel`."""
