"""Knows `xiaohao policy simulate`: what a policy would have fired, over the ledger or over a file, beside what did."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.policy.simulation_over import Wanted, over_file, over_ledger
from cli.terminal.addresses import Data
from cli.terminal.days import day_of, demand_order
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_json_text

if TYPE_CHECKING:
    from oversight.simulate.comparing import Comparison, Question

_LEDGER = "ledger"


def simulate(
    policy: Annotated[str, typer.Argument(metavar="FILE|NAME[@VERSION]", show_default=False)],
    *,
    against: Annotated[
        str | None, typer.Option(metavar="NAME[@VERSION]", help="Compare with a policy, not with what did fire.")
    ] = None,
    over: Annotated[
        str, typer.Option(metavar="ledger|CSV", help="The ledger, or a CSV file with --mapping.")
    ] = _LEDGER,
    mapping: Annotated[str | None, typer.Option(help="A mapping's YAML file, or the name of one that ships.")] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Count from this local day.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Count to this local day's end.")] = None,
    data: Data = None,
    chart: Annotated[Path | None, typer.Option(help="Also draw the weeks, as an .svg file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="End with one line of JSON.")] = False,
) -> None:
    """Replay history under a policy and count what it fires, by step, level, unit and week. Writes nothing.

    Over a CSV file no stack is needed: with --data the registry and policies are those of a stack, else those that
    ship, with the samples; what it is compared with is 13710 unless --against says otherwise.

    Examples:

    xiaohao policy simulate ours.yaml --data ./data --from 2026-01-01

    xiaohao policy simulate three-sheets --against 13710 --over requests.csv --mapping la311 --chart weeks.svg
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415

    from exchange.tables.faults import PlayError  # noqa: PLC0415

    if (over == _LEDGER) == (mapping is not None):
        raise typer.BadParameter(
            "--over CSV 与 --mapping 须同时写明 / --over CSV and --mapping go together", param_hint="--over"
        )
    if chart is not None and chart.suffix != ".svg":
        raise typer.BadParameter("图为 SVG / the chart is an SVG: name it .svg", param_hint="--chart")
    wanted = Wanted(policy, against, day_of(first, "--from"), day_of(last, "--to"))
    with one_clear_line(PyMongoError, PlayError, LookupError, ValueError):
        demand_order(wanted.first, wanted.last)
        with Console(stderr=True).status("推演 simulating …"):
            question, comparison = (
                over_ledger(wanted, data) if mapping is None else over_file(wanted, Path(over), mapping, data)
            )
        _tell(question, comparison, chart)
    if as_json:
        typer.echo(as_json_text(comparison.summary()))


def _tell(question: "Question", comparison: "Comparison", chart: Path | None) -> None:
    from cli.policy.simulation_chart import draw  # noqa: PLC0415
    from cli.policy.simulation_tables import show  # noqa: PLC0415

    show(comparison, question.policy, question.against)
    if chart is not None:
        draw(comparison, chart)
        typer.echo(f"图 / chart: {chart}")
