"""The registry as an office keeps it: its entries one by one and as files, and who changed what."""
