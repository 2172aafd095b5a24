"""Knows how bulletins and what was changed in one are told: as data, and in sentences."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from oversight.bulletins.comparing import Change, Compared
    from oversight.bulletins.keeping import KeptBulletin, KeptFigure

_KINDS: Final = {"changed": "被改动 changed", "missing": "被删除 removed", "added": "被添加 added"}


def told(kept: "KeptBulletin") -> dict[str, Any]:
    """A bulletin without its figures."""
    return {
        "id": kept.id,
        "title": kept.title,
        "rule": kept.rule,
        "version": kept.version,
        "period": kept.period,
        "frozen_at": kept.frozen_at.isoformat(timespec="milliseconds"),
        "position": kept.position,
        "built_at": kept.built_at.isoformat(timespec="milliseconds"),
        "built_by": kept.built_by,
        "sha256": dict(kept.sha256),
        "issued_at": None if kept.issued_at is None else kept.issued_at.isoformat(timespec="milliseconds"),
        "issued_by": kept.issued_by,
    }


def told_figure(figure: "KeptFigure") -> dict[str, Any]:
    """{key, name, subject, said, shown}."""
    return asdict(figure)


def told_change(change: "Change") -> dict[str, Any]:
    """{kind, key, name, subject, kept, found}."""
    return asdict(change)


def said_of(found: "Compared", kept: "KeptBulletin") -> Iterator[str]:
    """What was changed, or that nothing was."""
    if found.untouched:
        yield f"{kept.title}: 未经改动,与留存的一致 / untouched: the very file that is kept ({kept.id})"
        return
    for each in found.changes:
        where = f"{each.subject}{each.name}" if each.name != each.key else ""
        yield f"{_KINDS[each.kind]}: {each.key} {where}: {_or_none(each.kept)} → {_or_none(each.found)}"
    if found.changes:
        yield f"{kept.title}: {len(found.changes)} 处数字与留存的不同 / {len(found.changes)} not as kept"
    else:
        yield f"{kept.title}: 文字有改动,数字都与留存的一致 / words were changed, every figure is as kept"


def figures_said(kept: "KeptBulletin") -> Iterator[str]:
    """Where it is frozen, its files, its figures."""
    yield f"  截至 as of {kept.frozen_at:%Y-%m-%dT%H:%M:%SZ}, 账面位置 position {kept.position}"
    yield from (f"  {suffix} sha256 {sha256}" for suffix, sha256 in kept.sha256.items())
    yield from (f"  {each.key} {each.subject}{each.name}: {each.said}" for each in kept.figures)


def _or_none(said: str | None) -> str:
    return "无 none" if said is None else said
