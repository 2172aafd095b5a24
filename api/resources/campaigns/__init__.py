"""Campaigns over the API: those that there are, how far each place has come on any day, the list behind each number."""
