"""The specification: each room of tests says what the room of the same name does."""
