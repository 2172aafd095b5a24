"""Issues that ended long ago (归档), in collections of their own: moved there, found there, brought back."""
