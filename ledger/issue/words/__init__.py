"""What people ask for while an issue is handled, in words; and what each command may hold."""
