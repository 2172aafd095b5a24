"""The contract as JSON Schema, held compatible with older phones."""
