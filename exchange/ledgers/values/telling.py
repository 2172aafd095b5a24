"""Knows the sentences on cells of which there is something to tell besides how they are read."""

from exchange.ledgers.values.reading import Fault

TOLD = frozenset(
    {
        "several-problems",
        "unlabelled",
        "error-kept",
        "formula-kept",
        "done-without-day",
        "open-with-day",
        "alike",
        "blank-project",
        "no-project",
    }
)
"""What may stand in doubt without keeping a row out: it is told, and read as it stands."""


def valueless(cell: str, error: str | None) -> Fault:
    """A cell that is an error, or a formula that nothing ever computed."""
    if error is not None:
        return Fault(cell, "error-cell", f"单元格是错误值 {error} / the cell is the error {error}")
    sentence = (
        "公式没有算出的值,请在 Excel 中打开并保存一次 / a formula without a value: open and save it in Excel once"
    )
    return Fault(cell, "formula-without-value", sentence)


def valueless_but_kept(cell: str, error: str | None) -> Fault:
    """The same in a column that no field reads: told, and no reason to keep the row out."""
    told = valueless(cell, error)
    return Fault(cell, "error-kept" if error is not None else "formula-kept", told.sentence)


def unlabelled(cell: str, text: str) -> Fault:
    """A text under no word of the head."""
    zh = f"“{text[:40]}”所在的列没有表头,按列号保留"
    return Fault(cell, "unlabelled", f"{zh} / “{text[:40]}” stands under no head: kept by its column's letter")
