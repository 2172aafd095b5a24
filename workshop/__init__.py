"""Where the pages are made: Node from Python's registry, and each thing made again only when it has to be."""
