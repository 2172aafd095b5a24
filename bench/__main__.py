"""Knows which benches there are and how their figures are shown: a table, or one JSON line each."""

import sys
from collections.abc import Callable, Mapping
from typing import Annotated

import typer

from bench.asking import (
    boards,
    command,
    inbox,
    latency,
    lists,
    papers,
    post,
    project_board,
    ranking,
    search,
    sign_in,
    similar,
)
from bench.clocks import days_look, firing, lateness, simulate
from bench.intake import backlog, connector, counted, figures, ingest, registry, two_workers
from bench.pages import hour, opening, photo, sizes
from bench.pages import ledger as ledger_page
from bench.paper import export, importing
from bench.rig.figures import Figure, show_table
from bench.running import relay, sse, stack

BENCHES: Mapping[str, Callable[[], list[Figure]]] = {
    "ingest": ingest.run,
    "figures": figures.run,
    "two-workers": two_workers.run,
    "backlog": backlog.run,
    "connector": connector.run,
    "post": post.run,
    "latency": latency.run,
    "command": command.run,
    "relay": relay.run,
    "lists": lists.run,
    "similar": similar.run,
    "papers": papers.run,
    "ranking": ranking.run,
    "project-board": project_board.run,
    "search": search.run,
    "inbox": inbox.run,
    "boards": boards.run,
    "counted": counted.run,
    "firing": firing.run,
    "lateness": lateness.run,
    "days-look": days_look.run,
    "registry": registry.run,
    "sign-in": sign_in.run,
    "simulate": simulate.run,
    "import": importing.run,
    "sse": sse.run,
    "stack": stack.run,
    "page-sizes": sizes.run,
    "page-opening": opening.run,
    "page-photo": photo.run,
    "page-ledger": ledger_page.run,
    "page-hour": hour.run,
    "export": export.run,
}


def main(
    only: Annotated[str, typer.Option(help=f"Run one: {', '.join(BENCHES)}.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON line per figure instead of a table.")] = False,
) -> None:
    """Measure on real mongod and Apache Kafka, on loopback; every figure beside its ceiling of the same run.

    Exits 1 when a figure does not reach what was promised.
    """
    if only and only not in BENCHES:
        raise typer.BadParameter(f"no bench {only!r}; there are: {', '.join(BENCHES)}")
    reached: list[Figure] = []
    for name in [only] if only else BENCHES:
        sys.stderr.write(f"bench {name} …\n")
        for figure in BENCHES[name]():
            reached.append(figure)
            if json:
                sys.stdout.write(figure.as_json() + "\n")
                sys.stdout.flush()
    if not json:
        show_table(reached)
    raise typer.Exit(0 if all(figure.ok for figure in reached) else 1)


if __name__ == "__main__":
    typer.run(main)
