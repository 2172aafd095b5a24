"""What waits for one, what one was told, and by which ways outside the app one wants to hear."""
