"""What is done to issues: each command a row of one table, and one function that carries a row out (design §3)."""
