"""What more than one noun of the API shows in the same way."""
