"""What more than one noun of the API shows alike, and what is one's own: what one was told, when one looked."""
