"""Knows which JSON Schemas are published per version: `python -m mobile_schema.publishing.export [--check]`.

`v1/` holds what this code accepts and publishes; `v1/baseline/` what the last release accepted from phones.
`--release` makes today's schemas the baseline, which it refuses while they would refuse an older phone.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from mobile_schema.events.envelope import EVENT_TYPES, EventEnvelope
from mobile_schema.publishing.compatibility import narrowings_of_set
from mobile_schema.reports.figure import FigureReported
from mobile_schema.reports.figure_report import FigureBatch, FigureReport
from mobile_schema.reports.incident import ObstructionIncident
from mobile_schema.reports.permit import PermitReported
from mobile_schema.reports.site_visit import SiteVisit
from mobile_schema.reports.sync import SyncRequest

FOLDER: Final = Path(__file__).resolve().parents[1] / "v1"
BASELINE: Final = FOLDER / "baseline"

RECEIVED: Final[Mapping[str, type[BaseModel]]] = {
    "site-visit": SiteVisit,
    "obstruction-incident": ObstructionIncident,
    "sync-request": SyncRequest,
    "project-figure": FigureReport,
    "figure-batch": FigureBatch,
}
PUBLISHED: Final[Mapping[str, type[BaseModel]]] = {
    "event-envelope": EventEnvelope,
    **EVENT_TYPES,
    FigureReported.TYPE: FigureReported,
    PermitReported.TYPE: PermitReported,
}


def received_schemas() -> dict[str, dict[str, Any]]:
    """What phones and other systems may send."""
    return {name: _schema(name, model, published=False) for name, model in RECEIVED.items()}


def published_schemas() -> dict[str, dict[str, Any]]:
    """What this system publishes."""
    return {name: _schema(name, model, published=True) for name, model in PUBLISHED.items()}


def _schema(name: str, model: type[BaseModel], *, published: bool) -> dict[str, Any]:
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": f"urn:xiaohao:schema:v1:{name}",
        **model.model_json_schema(mode="serialization" if published else "validation"),
    }


def files() -> dict[Path, str]:
    """Path → text of every schema file of this version."""
    return {
        FOLDER / f"{name}.schema.json": text_of(schema)
        for name, schema in {**received_schemas(), **published_schemas()}.items()
    }


def text_of(schema: Mapping[str, Any]) -> str:
    """As committed: stable order, readable Chinese."""
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def baseline() -> dict[str, dict[str, Any]]:
    """What the last release accepted, as committed."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(BASELINE.glob("*.json"))}


def stale() -> Iterator[str]:
    """Names of committed files that differ from what the models say, are missing, or belong to no model."""
    wanted = files()
    for path in sorted(wanted.keys() | set(FOLDER.glob("*.schema.json"))):
        if not path.exists() or path.read_text("utf-8") != wanted.get(path):
            yield path.name


def _write() -> None:
    FOLDER.mkdir(exist_ok=True)
    wanted = files()
    for path in set(FOLDER.glob("*.schema.json")) - wanted.keys():
        path.unlink()
    for path, text in wanted.items():
        path.write_text(text, "utf-8")


def _release() -> None:
    BASELINE.mkdir(exist_ok=True)
    for name, schema in received_schemas().items():
        (BASELINE / f"{name}.json").write_text(text_of(schema), "utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Write, check or release the schemas; 1 when they are stale or would refuse an older phone."""
    parser = argparse.ArgumentParser(prog="python -m mobile_schema.publishing.export")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--check", action="store_true", help="change nothing; 1 when a file is stale")
    action.add_argument("--release", action="store_true", help="make the schemas the baseline for later ones")
    options = parser.parse_args(arguments)
    problems = [f"{each.path}: {each.what}" for each in narrowings_of_set(baseline(), received_schemas())]
    if options.check:
        problems += [f"{name} is stale: run python -m mobile_schema.publishing.export" for name in stale()]
    else:
        _write()
    if options.release and not problems:
        _release()
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
