"""Knows `xiaohao doctor`: what each part of a stack says about itself, and what to do about what is wrong."""

from pathlib import Path
from typing import Annotated

import typer

from cli.terminal.folders import FOLDER
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_json_text, as_line
from stack.supported import check_python


def doctor(
    data: Annotated[
        Path | None, typer.Option(**FOLDER, help="Data folder of the stack (default: xiaohao in the XDG data home).")
    ] = None,
    external: Annotated[
        bool, typer.Option("--external", help="Look at XIAOHAO_MONGO_URL and XIAOHAO_KAFKA instead.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """Check each part of a stack and say what to do about each thing that is wrong; exits 1 when something is."""
    with one_clear_line():
        check_python()
        from stack.checkup.examine import examine_external, examine_local  # noqa: PLC0415
        from stack.processes.data_folder import default_folder  # noqa: PLC0415

        findings = []
        for finding in examine_external() if external else examine_local(data or default_folder()):
            findings.append(finding)
            if not as_json:
                typer.echo(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.part}: {as_line(finding.says)}")
                if finding.do:
                    typer.echo(f"       -> {as_line(finding.do)}")
    if as_json:
        rows = [{"part": one.part, "ok": one.ok, "says": one.says, "do": one.do} for one in findings]
        typer.echo(as_json_text(rows, indent=2))
    if not all(one.ok for one in findings):
        raise typer.Exit(1)
