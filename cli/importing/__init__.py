"""`xiaohao import`: somebody's own ledger looked at and checked, cell by cell, before anything is written."""
