"""A real file played through the API, optionally to the closing of its issues."""
