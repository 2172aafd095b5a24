"""Knows where the checkout is that these tests belong to."""

from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).resolve().parents[1]
