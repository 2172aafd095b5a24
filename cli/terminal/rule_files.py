"""Knows the commands that every kind of rule file has: checked line by line, entered for good, shown as written."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.terminal.addresses import Data, addresses, open_store, running_or_none
from cli.terminal.files import text_of
from cli.terminal.refusing import every_fault_of, one_clear_line
from cli.terminal.shown import as_line
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from ledger.mongo.rule_files.kinds import RuleKind

File = Annotated[Path, typer.Argument(help="A rule file (YAML).", show_default=False)]
Name = Annotated[str, typer.Argument(help="As `list` names it.", show_default=False)]


def add_rule_commands(app: typer.Typer, name: str, kind: "Callable[[], RuleKind[Any]]", *, named: bool = True) -> None:
    """Add `check` and `import`; and `text NAME`, or `show` where there is one file alone. `kind` loads it late."""

    @app.command("check", help=_help("Say what is wrong with a file, line by line, or that nothing is", name, "check"))
    def check_file(file: File) -> None:
        with one_clear_line():
            said = _called(kind(), _parsed(kind(), file, text_of(file)))
        typer.echo(f"没有错误 / no fault: {said}")

    said = "Enter a file for good; it holds from now on, in place of a lower version. The same again changes nothing"

    @app.command("import", help=_help(said, name, "import"))
    def import_file(file: File, data: Data = None) -> None:
        from pymongo.errors import PyMongoError  # noqa: PLC0415

        from cli.organisation.operator import operator  # noqa: PLC0415
        from ledger.mongo.rule_files.keeping import RuleFileRefused, enter_rules  # noqa: PLC0415

        with one_clear_line(PyMongoError, RuleFileRefused):
            text = text_of(file)
            rules, where = _parsed(kind(), file, text), addresses(data)
            with open_store(where) as store:
                by = operator(where, store)
                enter_rules(store, kind(), text, by.at, by.actor.person_id)
        typer.echo(f"已导入 / imported: {_called(kind(), rules)}")

    if named:

        @app.command("text", help=_help("Show a file that holds, as it was written", name, "text", "NAME > ours.yaml"))
        def text(name: Name, data: Data = None) -> None:
            _show(kind(), name, data)
    else:

        @app.command("show", help=_help("Show the rules that hold, as they were written", name, "show", "> ours.yaml"))
        def show(data: Data = None) -> None:
            _show(kind(), "", data)


def entry(told: dict[str, Any]) -> str:
    """Who entered a file that is told, and when; nothing of one that ships."""
    if told["entered_at"] is None:
        return ""
    return f" ({told['entered_at'][:10]} {told['entered_by']} 录入 entered)"


def _show(kind: "RuleKind[Any]", name: str, data: Path | None) -> None:
    """Without a stack: those that come with the software."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.mongo.rule_files.keeping import text_in_force  # noqa: PLC0415

    with one_clear_line(PyMongoError):
        where = running_or_none(data)
        try:
            if where is None:
                text = {kind.called(kind.parse(each))[0]: each for each in kind.shipped()}[name]
            else:
                with open_store(where) as store:
                    text = text_in_force(store, kind, name)
        except KeyError:
            raise StackError(f"没有 {name} / nothing is called {name}") from None
    for line in text.splitlines():
        typer.echo(as_line(line))


def _parsed(kind: "RuleKind[Any]", file: Path, text: str) -> Any:
    with every_fault_of(file):
        return kind.parse(text)


def _called(kind: "RuleKind[Any]", rules: Any) -> str:
    name, version = kind.called(rules)
    return f"{name}@{version}" if name else f"version {version}"


def _help(said: str, name: str, command: str, what: str = "ours.yaml") -> str:
    return f"{said}.\n\nExample:  xiaohao {name} {command} {what}"
