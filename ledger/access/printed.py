"""Knows docs/access.md: the table of access as people read it; `python -m ledger.access.printed` prints it."""

import sys
from typing import Final

from ledger.access.matrix import MATRIX, Column, words_of

_HEAD: Final = """# 谁能看什么、做什么 / who may see and do what

Printed from `ledger/access/matrix.py` (`python -m ledger.access.printed`); `docs/access.csv` was written by hand and
must say the same. Each operation of the OpenAPI document names its action as `x-action`.

A cell names the relations of which one must hold; `-` is never. A person with several duties may do what any one of
them allows.

| word | relation |
|---|---|
| `r` | 在本人辖区内 / it lies in one's region |
| `u` | 本单位主办、配合或办理过 / one's unit leads, supports or fixed it |
| `p` | 本人上报 / one reported it |
| `lead` | 本单位主办,或负责该项目 / one's unit leads it, or is responsible for the project |
| `support` | 本单位配合 / one's unit supports it |
| `over` | 督办该区域,且不低于督办层级 / one supervises its region, at its supervising level or above |
| `over^` | 同上,逾期或重大的须高一级 / the same, and above that level where it is overdue or major |
| `own` | 本人的 / one's own: sent, uploaded, or addressed to oneself |
| `all` | 不限 / without bounds |

What is out of one's scope answers as what does not exist, byte for byte. Answers come in this order everywhere:
401, 422 (shape), 404 (scope), 412, 403, 409, the rule's own refusal, attachments that are missing. Who asked for time,
fixed or reported an issue never closes, voids or grants, whatever their post is by then.

"""


def markdown() -> str:
    """The whole page."""
    columns = list(Column)
    lines = [
        f"| action | {' | '.join(columns)} |",
        f"|---|{'---|' * len(columns)}",
        *(
            f"| `{action}` | {' | '.join(words_of(row[column]) for column in columns)} |"
            for action, row in MATRIX.items()
        ),
    ]
    return _HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(markdown())
