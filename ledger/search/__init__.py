"""Text search over the issues: an index beside each machine's API, kept by what is written, asked within a scope."""
