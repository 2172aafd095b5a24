"""In whatever order files come and are taken back, and months are withdrawn, what counts is the top of a pile."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.figures.figure import Figure
from ledger.figures.judging import KEPT, judged
from ledger.figures.withdrawal.taken_back import UNDO_WITHIN, Undoing, WhyLeft, taken_back
from ledger.figures.withdrawal.versions import NO_SOURCE, counting, withdrawn

FILES = ("ab" * 32, "cd" * 32)
TYPED = None
BEGAN = datetime(2019, 9, 5, tzinfo=UTC)


@dataclass
class Month:
    """A project's month on the ledger, and beside it the pile of what is said of it: file, done, when."""

    versions: list[Figure] = field(default_factory=list)
    pile: list[tuple[str | None, int, datetime]] = field(default_factory=list)
    at: datetime = BEGAN

    def report(self, file: str | None, done: int) -> None:
        source = NO_SOURCE if file is None else {"sha256": file, "filename": "", "sheet": "一", "row": 3}
        wanted = figure(done=done, source=source, at=self.at)
        one = judged(wanted, self.versions[-1] if self.versions else None, None, date(2019, 9, 5))
        if one.verdict in KEPT and one.figure is not None:
            self.versions.append(one.figure)
            self.pile.append((file, done, self.at))

    def withdraw(self) -> None:
        if self.pile:
            self.versions.append(withdrawn(self.versions[-1], "误", self.at, "someone"))
            self.pile.clear()

    def take_back(self, file: str) -> None:
        if not self.versions:
            return
        said = taken_back(self.versions, Undoing(file, "someone", self.at, None))
        if isinstance(said, Figure):
            self.versions.append(said)
        assert (said is None) is (file not in {each for each, _, _ in self.pile})
        covered = bool(self.pile) and self.pile[-1][0] != file
        while self.pile and self.pile[-1][0] == file and self.pile[-1][2] >= self.at - UNDO_WITHIN:
            self.pile.pop()
        assert (said is WhyLeft.CORRECTED_SINCE) is (covered and said is not None)

    def wait(self, days: int) -> None:
        self.at += timedelta(days=days)


def figure(*, done: int, source: object, at: datetime) -> Figure:
    said = dict.fromkeys(("kind", "stage", "total", "progress", "due_start", "started_on", "resumed"))
    where = {"regions": ("140400",), "region_count": 0, "unit": "", "source": source}
    which = {"id": "", "project": "2019-140400-54-03-012345", "name": "路", "month": "2019-08", "version": 0}
    return Figure(**which, corrects=None, at=at, by="someone", plan_year=100, done_year=done, **said, **where)


STEPS = st.one_of(
    st.tuples(st.just("report"), st.sampled_from((*FILES, TYPED)), st.integers(1, 3)),
    st.tuples(st.just("take_back"), st.sampled_from(FILES)),
    st.tuples(st.just("wait"), st.integers(1, 31)),
    st.tuples(st.just("withdraw")),
)


@given(st.lists(STEPS, max_size=20))
def test_what_counts_is_the_top_of_the_pile(steps: list[tuple[str, *tuple[object, ...]]]) -> None:
    month = Month()
    for what, *how in steps:
        getattr(month, what)(*how)
        standing = counting(month.versions)
        assert [each.done_year for each in standing[-1:]] == [done for _, done, _ in month.pile[-1:]]
        assert [each.version for each in month.versions] == list(range(1, len(month.versions) + 1))
        assert [each.corrects for each in month.versions[1:]] == [each.id for each in month.versions[:-1]]
