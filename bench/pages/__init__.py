"""What the pages cost a browser: their size as sent, and how soon they can be used."""
