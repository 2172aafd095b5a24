"""The nouns one can ask for, a folder each; none knows another."""
