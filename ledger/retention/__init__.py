"""How long what is kept (保管规则): rules as data, versioned, and which issues they let go to the archive."""
