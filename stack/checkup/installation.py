"""Knows whether Python, the packages and the machine are those that the product is made for."""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Final

from packaging.requirements import Requirement

from exchange.papers.faces import FontsMissing, faces_in
from stack.checkup.finding import Finding
from stack.embedded.kafka_parts import kafka_jars, kafka_version
from stack.embedded.mongod_parts import mongod_command
from stack.processes.faults import StackError
from stack.processes.settings import settings
from stack.supported import SUPPORTED, check_platform, check_python, machine

_SHOWN: Final = ("faust-streaming", "kafka-python", "mongoengine", "pymongo", "fastapi", "pydantic", "uvicorn")
_REINSTALL: Final = (
    "请安装锁定的版本 / install the pinned versions: make setup, or pip install --require-hashes -r requirements.lock"
)
_NO_JARS: Final = "检查能否访问 Maven 仓库后重试 / see that this machine reaches its Maven repository, and run again"


def installation(embedded: bool) -> Iterator[Finding]:
    """Python, packages and platform; with `embedded`, also the parts that the embedded stack runs."""
    try:
        check_platform() if embedded else check_python()
    except StackError as error:
        yield Finding("python and platform", machine(), f"{error}")
    else:
        yield Finding("python and platform", machine())
    yield from _packages("embedded" if embedded else "")
    yield _fonts()
    if embedded:
        yield from _embedded_parts()


def _packages(extra: str) -> Iterator[Finding]:
    wanted = [Requirement(line) for line in requires("xiaohao") or ()]
    wanted = [need for need in wanted if need.marker is None or need.marker.evaluate({"extra": extra})]
    wrong = [fault for need in wanted if (fault := _fault(need))]
    shown = ", ".join(f"{name} {version(name)}" for name in _SHOWN if not _fault(Requirement(name)))
    yield Finding("packages", "; ".join(wrong) or shown, _REINSTALL if wrong else "")


def _fault(need: Requirement) -> str:
    try:
        found = version(need.name)
    except PackageNotFoundError:
        return f"{need.name} 未安装 / is not installed"
    return (
        ""
        if need.specifier.contains(found, prereleases=True)
        else f"{need.name} 版本不符 / is {found}, not {need.specifier}"
    )


def _fonts() -> Finding:
    """Which font each face of a paper is set in."""
    try:
        return Finding("fonts", f"{faces_in(settings().fonts).said} / which font stands for which face of a paper")
    except FontsMissing as error:
        return Finding("fonts", f"{error}", "公文无法生成 PDF / no paper can be made as PDF")


def _embedded_parts() -> Iterator[Finding]:
    try:
        program, borrowed = mongod_command()
        note = " (libcurl: pycurl)" if borrowed else ""
        yield Finding("embedded mongod", f"{program.name} 可在本机运行 / runs here{note}")
    except StackError as error:
        yield Finding("embedded mongod", str(error), f"需要 / needed: {SUPPORTED}; make setup")
    try:
        jars = len(list(kafka_jars().iterdir()))
        yield Finding("embedded kafka", f"Apache Kafka {kafka_version()}，{jars} 个 jar / {jars} jars")
    except StackError as error:
        yield Finding("embedded kafka", str(error), _NO_JARS)
