"""Xiaohao (销号): field inspection reports become ledger issues that run on clocks until struck off."""

__version__ = "0.1.0"
