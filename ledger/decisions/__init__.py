"""What a command does to an issue, and why it may be refused."""
