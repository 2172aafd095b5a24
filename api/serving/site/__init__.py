"""The built pages: where they are, what may be handed out of them, under which headers, at which address."""
