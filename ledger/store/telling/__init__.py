"""What people were told, what of it they have seen, and what waits for them."""
