"""What one person may read of the ledger.

A person's scope goes into every question, so that lists, the stream, one issue, its events, its alerts and its files
agree on what is there. What is out of it answers as what does not exist.
"""
