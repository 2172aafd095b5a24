"""What a cell says: days in every form that offices write, their words for our words, names."""
