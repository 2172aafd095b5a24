"""What becomes of an issue as a report about it is corrected or withdrawn, and in which words people are told."""
