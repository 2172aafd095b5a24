"""What an explanation says in words: Chinese first, English second."""
