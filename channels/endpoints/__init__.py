"""Where alerts go outside the app, and what is said there."""
