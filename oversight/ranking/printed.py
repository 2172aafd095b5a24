"""Knows how a value is printed: decimal, half up, with the indicator's own number of decimals; order never uses it."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

_EXACT = 80


def printed(value: Fraction | None, decimals: int) -> Decimal | None:
    """The figure that stands in print: 68.95 with one decimal is 69.0, as is -68.95 -69.0."""
    if value is None:
        return None
    scaled = value * 10**decimals
    whole = abs(scaled)
    rounded = (2 * whole.numerator + whole.denominator) // (2 * whole.denominator)
    with localcontext() as context:
        context.prec, context.rounding = _EXACT, ROUND_HALF_UP
        return Decimal(rounded if scaled >= 0 else -rounded).scaleb(-decimals)


def as_number(value: Decimal | None) -> int | float | None:
    """The same as a number of JSON: whole ones without a point."""
    if value is None:
        return None
    exponent = value.as_tuple().exponent
    return float(value) if isinstance(exponent, int) and exponent < 0 else int(value)
