"""The ledger as a file for officials: which columns, in which layout, and how that becomes a workbook."""
