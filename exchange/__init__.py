"""Pure translators between files of others and the contract."""
