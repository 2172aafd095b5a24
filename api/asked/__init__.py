"""What a question of many issues says: values of a filter, several at once."""
