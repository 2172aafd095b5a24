"""Who asks, by a token, and the rules in force while a request is answered."""
