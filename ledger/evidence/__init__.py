"""Files shown as evidence, content-addressed."""
