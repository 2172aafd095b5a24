"""What people do with issues besides one command: what they may, what it would come to, what was said, many at once."""
