"""Which events start and end the clocks beside the trial limit: rules/data/limits/watch.toml as values, checked.

Values only: what the events of a case make of them is the deadlines' business (work.deadlines). Every registry, transfer and
secondary clock of the catalogue is either watched or told why not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from xiezhi.rules.lawdata import DATA, Table
from xiezhi.rules.limits.catalogue import Catalogue
from xiezhi.rules.limits.duties import Duty, load_duties
from xiezhi.rules.limits.loader import Folder, load_catalogue, pair

WATCHABLE = frozenset(
    {
        "case.received", "case.docketed", "case.assigned", "panel.formed", "panel.changed", "service.sent", "service.completed",
        "hearing.scheduled", "hearing.held", "hearing.adjourned", "hearing.cancelled", "notice.published", "minutes.recorded",
        "document.filed", "case.closed", "appeal.filed", "appeal.withdrawn", "appeal.forwarded", "effect.established",
        "case.archived",
    }
)  # fmt: skip
"""The kinds of events a watch may name."""
BRANCHES = ("registry", "transfer")  # of the catalogue; the duties are the third kind of clock watched
HEARING = "hearing"
TAKES = ("first", "last")
ANCHORS = ("event", "hearing", "previous_hearing", "after_period")
OF_THE_KIND = ("branch", "instance", "type")
CONDITIONS = (*OF_THE_KIND, "cause", "links", "roles", "outcome", "way", "panel")


@dataclass(frozen=True, slots=True, eq=False)
class Watch:
    """One clock beside the trial limit: the cases it is for, what starts, ends and drops it, the day it counts from.

    `where` holds for each condition the words of which one must fit, `unless_procedure` the procedures that are free of it; `each` are
    roles of parties, `papers` words.
    """

    rule: str
    subject: str
    subject_names: tuple[str, str]
    group: str
    where: dict[str, tuple[str, ...]]
    unless_procedure: frozenset[str]
    pronounced_in_court: bool
    starts: frozenset[str]
    takes: str
    papers_of_start: tuple[str, ...]
    anchor: str
    wait: int
    ends: frozenset[str]
    papers: tuple[str, ...]
    each: tuple[str, ...]
    early: bool
    dropped_by: frozenset[str]
    articles: tuple[str, ...]
    particular: bool
    """Whether it asks for more than branch, instance and type of the case."""

    @property
    def of_hearings(self) -> bool:
        return self.subject == HEARING


@dataclass(frozen=True, slots=True, eq=False)
class Watches:
    """Every watch, in the order of the file; `unwatched` says why of the other clocks."""

    all: tuple[Watch, ...]
    unwatched: dict[str, tuple[str, str]]
    _known: dict[tuple[str, str, str], tuple[Watch, ...]] = field(default_factory=dict)

    def of(self, branch: str, instance: str, type_: str) -> tuple[Watch, ...]:
        """The watches that cases of a branch, instance and type may have; their further conditions are not asked."""
        key = branch, instance, type_
        found = self._known.get(key)
        if found is None:
            told = {"branch": branch, "instance": instance, "type": type_}
            found = self._known[key] = tuple(watch for watch in self.all if _fits(watch, told))
        return found


def _fits(watch: Watch, told: dict[str, str]) -> bool:
    return all(value in watch.where[name] for name, value in told.items() if name in watch.where)


def _kinds(table: Table, name: str) -> frozenset[str]:
    words = table.words(name)
    for word in words:
        if word not in WATCHABLE:
            raise table.fault(
                name, f"不能据 {word!r} 起止期限", f"no clock is started or ended by {word!r} here"
            )
    return frozenset(words)


def _procedures(table: Table, law: Catalogue) -> frozenset[str]:
    words = table.words("unless_procedure")
    for word in words:
        if word not in law.rules:
            raise table.fault("unless_procedure", f"没有程序 {word!r}", f"there is no procedure {word!r}")
    return frozenset(words)


def _watch(table: Table, folder: Folder, law: Catalogue, clocks: frozenset[str]) -> Watch:
    rule = table.need("rule", str)
    if rule not in clocks:
        raise table.fault("rule", f"没有这样的期限 {rule!r}", f"there is no clock {rule!r}")
    watch = Watch(
        rule=rule,
        subject=table.get("subject", str) or "",
        subject_names=pair(table, "subject"),
        group=table.get("group", str) or "",
        where={name: table.words(name) for name in CONDITIONS if name in table},
        unless_procedure=_procedures(table, law),
        pronounced_in_court=table.flag("pronounced_in_court"),
        starts=_kinds(table, "starts"),
        takes=table.choice("takes", TAKES, "last"),
        papers_of_start=table.words("papers_of_start"),
        anchor=table.choice("anchor", ANCHORS, "event"),
        wait=table.get("wait", int) or 0,
        ends=_kinds(table, "ends"),
        papers=table.words("papers"),
        each=table.words("each"),
        early=table.flag("early"),
        dropped_by=_kinds(table, "dropped_by"),
        articles=folder.cited_today(table),
        particular="pronounced_in_court" in table
        or "unless_procedure" in table
        or any(name in table for name in CONDITIONS if name not in OF_THE_KIND),
    )
    table.done()
    for name, kinds in (("starts", watch.starts), ("ends", watch.ends)):
        if not kinds:
            raise table.fault(name, "缺少事件", "an event is missing")
    if watch.wait and not watch.articles:
        raise table.fault("articles", "所加的日数须有依据", "days that are added need a citation")
    if watch.of_hearings != (watch.anchor in ("hearing", "previous_hearing")):
        raise table.fault(
            "anchor", "庭审起算须逐庭计算", "only a clock of each hearing counts from a hearing"
        )
    return watch


def _unwatched(table: Table) -> Iterator[tuple[str, tuple[str, str]]]:
    for rule in table.names():
        words = table.words(rule)
        if len(words) != 2:
            raise table.fault(
                rule, "应写明理由（中文、英文）", "expected the reason, in Chinese and in English"
            )
        yield rule, (words[0], words[1])


def _clocks(catalogue: Catalogue, duties: dict[str, Duty]) -> frozenset[str]:
    return frozenset(duties) | {rule.id for rule in catalogue.rules.values() if rule.branch in BRANCHES}


@cache
def load_watches(where: Path = DATA / "limits") -> Watches:
    """Every watch. Raises RuleDataError naming file and key, also where a clock is neither watched nor told why not."""
    folder = Folder(where)
    law = load_catalogue(where)
    clocks = _clocks(law, load_duties(where))
    file = folder.file("watch")
    watches = tuple(_watch(part, folder, law, clocks) for part in file.tables("watch"))
    unwatched = dict(_unwatched(file.need_table("unwatched")))
    file.done()
    told = [*{watch.rule for watch in watches}, *unwatched]
    if sorted(told) != sorted(clocks):
        wrong = sorted(set(told) ^ clocks) or sorted(rule for rule in told if told.count(rule) > 1)
        zh, en = (
            f"每个期限恰须写明一次：{'、'.join(wrong)}",
            f"every clock stands here exactly once: {', '.join(wrong)}",
        )
        raise file.fault("watch", zh, en)
    return Watches(watches, unwatched)


def subject_names(watches: Watches, kind: str, subject: str) -> tuple[str, str]:
    """What a clock is of, in words of the law data; empty for the case itself, a hearing or a party."""
    named = (w.subject_names for w in watches.all if w.rule == kind and w.subject == subject)
    return next(named, ("", ""))
