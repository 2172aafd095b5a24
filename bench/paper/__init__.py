"""Benches of the paper side: ledgers that come in, lists and papers that leave."""
