"""What a command would come to, and which may be given: asked of the same code, and nothing is written."""
