"""What single cells say: moments and places, as people and spreadsheets write them."""
