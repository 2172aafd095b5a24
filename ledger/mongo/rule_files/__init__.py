"""Rule files that an office enters beside those that ship: kinds of them, immutable versions, which one holds."""
