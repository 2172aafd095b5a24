"""The command that writes a paper of an issue."""
