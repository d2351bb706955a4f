"""What of the situation a page is asked for, read from its address: court, division, scope, period, filters, and the pinned snapshot.

The address is all that is remembered. What cannot be read is named and left out; a court or division that is not the viewer's to look
at is not there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from xiezhi.record.errors import NotThere
from xiezhi.record.facts.columns import told_columns
from xiezhi.record.models import Court, Division
from xiezhi.record.projection import mainland_day
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import courts_below
from xiezhi.rules.calendar import load_calendar
from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.catalogue import scopes
from xiezhi.rules.indicators.columns import CODE, FLAG, fact_columns
from xiezhi.rules.indicators.periods import Period, between, quarter_of, read_period
from xiezhi.rules.language import tr
from xiezhi.site.staff.typed import typed_day
from xiezhi.work.situation import snapshots
from xiezhi.work.situation.horizon import counted_period, last_day, may_ask, may_ask_as_of, may_pin
from xiezhi.work.situation.looking import NUMERATOR, PERSON, Look, Where, facts_of
from xiezhi.work.situation.models import Snapshot
from xiezhi.work.situation.persons import sees_person
from xiezhi.work.situation.sight import Sight, sight_of

USUAL_SCOPE = "all"
ONLY = ".only"  # behind a court: without the courts below it
LONGEST_SHOWN = 40
MOST_FILTERS = 6
# What cases may be narrowed to, of what the record tells. Not to what is secret about a case; to a person only by who may see that person's workload.
FILTERS = frozenset(
    {name for name in told_columns() if fact_columns()[name].kind in (CODE, FLAG)} - {"secrecy"}
) | {"cause_code", "type_code"}
NO_DIVISION = ("division_id", "")  # the one condition on divisions: a single one is chosen for itself


class SnapshotGone(NotThere):
    """The facts that an address pins were there once, and cannot be had again."""


@dataclass(frozen=True)
class Asked:
    """A question to the situation. `court` None = all courts of the viewer's sight; `below`: with the courts below it. `chosen` is the
    period as the address names it, `period` what of it has passed by the day that the snapshot knows."""

    viewer: Viewer
    sight: Sight
    snapshot: Snapshot
    scope: str
    period: Period
    court: Court | None = None
    below: bool = True
    division: Division | None = None
    where: Where = ()
    faults: tuple[str, ...] = ()
    chosen: Period | None = None

    @cached_property
    def look(self) -> Look:
        """The same for the doorway of figures."""
        courts: tuple[str, ...] | None = None
        if self.court is not None:
            keys = courts_below(self.court.pk) if self.below else [self.court.pk]
            courts = tuple(sorted(map(str, keys)))
        division = str(self.division.pk) if self.division else None
        return Look(str(self.snapshot.id), self.scope, self.period, courts, division, self.where)

    @property
    def as_of(self) -> date | None:
        """The past day at whose end the facts were known like this; None for those of now."""
        if self.snapshot.kind != Snapshot.AS_KNOWN:
            return None
        return snapshots.known_day(self.snapshot)

    @property
    def one_court(self) -> UUID | None:
        """The one court that is looked at; None for several."""
        return one_court(self.sight, self.court, below=self.below)

    def in_period(self, period: Period) -> "Asked":
        """The same question about another period."""
        return replace(self, period=period, chosen=None)

    def with_faults(self, faults: Sequence[str]) -> "Asked":
        """The same question, with more of the address that could not be used."""
        return replace(self, faults=(*self.faults, *faults))

    def values(self, **changes: str | None) -> list[tuple[str, str]]:
        """The question as an address writes it, with some values changed (None = taken out)."""
        court = None if self.court is None else f"{self.court.pk}{'' if self.below else ONLY}"
        written: dict[str, object] = {
            "court": court, "division": self.division.pk if self.division else None,
            "scope": None if self.scope == USUAL_SCOPE else self.scope, "period": (self.chosen or self.period).name,
            "snapshot": self.snapshot.id,
        }  # fmt: skip
        found = [(name, str(value)) for name, value in (written | changes).items() if value is not None]
        return [*found, *(("where", f"{name}:{text}") for name, text in self.where)]

    def address(self, page: str, *arguments: str, **changes: str | None) -> str:
        """The address of a page of the situation for the same question."""
        return f"{reverse(f'staff:{page}', args=arguments)}?{urlencode(self.values(**changes))}"

    def cases(
        self, key: str, side: str = NUMERATOR, *, period: Period | None = None, court: str | None = None, below: bool = False,
        where: Where = (),
    ) -> str:  # fmt: skip
        """The list that a number opens; "" for who lists no cases. `court`: of this court, alone or with those `below` it; `where`:
        narrowed further."""
        if not self.sight.lists:
            return ""
        asked = replace(self, where=tuple((dict(self.where) | dict(where)).items())) if where else self
        changes = {"figure": key, "side": None if side == NUMERATOR else side}
        if period is not None:
            changes["period"] = period.name
        if court is not None:
            changes["court"] = f"{court}{'' if below else ONLY}"
        return asked.address("situation_cases", **changes)


def read(data: QueryDict, viewer: Viewer) -> Asked | None:
    """The question of an address; None while there are no facts to look at. Raises NotThere for what is not the viewer's."""
    faults: list[str] = []
    sight = sight_of(viewer)
    snapshot = _snapshot(data, sight, viewer.on, faults)
    if snapshot is None:
        return None
    court, below = _court(data, sight, faults)
    scope = data.get("scope") or USUAL_SCOPE
    if scope not in scopes():
        faults.append(_fault("口径", "Scope", scope))
        scope = USUAL_SCOPE
    division = _division(data, sight, one_court(sight, court, below=below), faults)
    chosen = _period(data, sight, snapshot, viewer.on, faults)
    where = _where(data, viewer, sight, snapshot, faults)
    period = counted_period(chosen, snapshot)
    return Asked(viewer, sight, snapshot, scope, period, court, below, division, where, tuple(faults), chosen)


def _fault(zh: str, en: str, typed: str) -> str:
    shown = typed[:LONGEST_SHOWN]
    return tr(f"{zh}“{shown}”：没有这一项；没有采用", f'{en} "{shown}": no such choice; left out')


def _snapshot(data: QueryDict, sight: Sight, today: date, faults: list[str]) -> Snapshot | None:
    """The facts as known at the end of a day, the pinned ones, or the newest."""
    if data.get("as_of"):
        try:
            day = typed_day(str(data["as_of"]))
        except InputError as fault:
            faults.append(tr(f"截至：{fault.zh}", f"As of: {fault.en}"))
            return snapshots.latest()
        if day > today:
            faults.append(tr("截至：晚于今天；没有采用", "As of: lies after today; left out"))
            return snapshots.latest()
        if day < load_calendar().first:
            faults.append(
                tr("截至：早于工作日历；没有采用", "As of: before the calendar of working days; left out")
            )
            return snapshots.latest()
        if not may_ask_as_of(sight, day, today):
            faults.append(
                tr(
                    "截至：您的职务只能看某月最后一日24时所知的数据；没有采用",
                    "As of: your post looks at what was known at the end of a month; left out",
                )
            )
            return snapshots.latest()
        return snapshots.as_known(day)
    typed = data.get("snapshot", "")
    if not typed:
        return snapshots.latest()
    found = snapshots.of_id(typed)
    if found is None:
        key = _identifier(typed)
        if key is not None and Snapshot.objects.filter(pk=key).exists():
            raise SnapshotGone("这份数据快照已经不在了", "this snapshot of the facts is no longer there")
        raise NotThere("没有这份数据快照", "no such snapshot")
    # Who lists no cases goes on with the newest facts, whatever the page pressed was made of; its heading tells of which moment they are.
    return found if may_pin(sight, found) else snapshots.latest()


def _court(data: QueryDict, sight: Sight, faults: list[str]) -> tuple[Court | None, bool]:
    typed = data.get("court", "")
    if not typed:
        return None, True
    key = _identifier(typed.removesuffix(ONLY))
    if key is None:
        faults.append(_fault("法院", "Court", typed))
        return None, True
    found = Court.objects.filter(pk=key).first()
    if found is None or not sight.over(str(key)):
        raise NotThere("没有这个法院", "no such court")
    return found, not typed.endswith(ONLY)


def one_court(sight: Sight, court: Court | None, *, below: bool) -> UUID | None:
    """The one court in sight that a question is about; None for several."""
    if court is not None:
        return court.pk if court.level == "basic" or not below else None
    courts = sight.courts
    return UUID(next(iter(courts))) if courts is not None and len(courts) == 1 else None


def _division(data: QueryDict, sight: Sight, court: UUID | None, faults: list[str]) -> Division | None:
    """A division of the one `court` that is looked at."""
    typed = data.get("division", "")
    if not typed:
        return None
    key = _identifier(typed)
    if key is None:
        faults.append(_fault("庭室", "Division", typed))
        return None
    found = Division.objects.filter(pk=key).first()
    if found is None or not sight.over(str(found.court_id)) or not sight.lists:
        raise NotThere("没有这个庭室", "no such division")
    # Several courts or another one: the court was changed last, in the same form as the division.
    return found if found.court_id == court else None


def _identifier(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _period(
    data: Mapping[str, str], sight: Sight, snapshot: Snapshot, today: date, faults: list[str]
) -> Period:
    """The period asked for; the usual one, where it cannot be read or may not be asked for (`may_ask`)."""
    usual = usual_period(snapshot, today)
    try:
        if data.get("from") and data.get("to"):
            period = between(typed_day(data["from"]), typed_day(data["to"]))
        else:
            period = read_period(data["period"]) if data.get("period") else usual
        counted_period(period, snapshot)
    except (InputError, ValueError, OverflowError) as fault:
        told = (
            tr(fault.zh, fault.en)
            if isinstance(fault, InputError)
            else data.get("period", "")[:LONGEST_SHOWN]
        )
        faults.append(tr("期间：", "Period: ") + told)
        return usual
    if not may_ask(sight, period, snapshot):
        faults.append(
            tr(
                "期间：您的职务只能看已经结束的整月、整季、半年、整年；没有采用",
                "Period: your post looks at whole months, quarters, half-years and years that are over; left out",
            )
        )
        return usual
    return period


def usual_period(snapshot: Snapshot, today: date) -> Period:
    """The last quarter that was over when the snapshot knew, or an earlier one where the data end before it."""
    complete = quarter_of(min(today, mainland_day(snapshot.known_at))).previous
    last = last_day(str(snapshot.id))
    found = complete if last is None or last >= complete.start else quarter_of(last)
    first = load_calendar().first
    return found if found.start >= first else quarter_of(first)


def may_narrow(name: str, text: str) -> bool:
    """Whether cases may be narrowed to this value of a column by whoever lists them."""
    return name in FILTERS or (name, text) == NO_DIVISION


def _where(data: QueryDict, viewer: Viewer, sight: Sight, snapshot: Snapshot, faults: list[str]) -> Where:
    found: dict[str, str] = {}
    if data.getlist("where") and not sight.lists:  # a part taken from the whole would tell what it leaves out
        faults.append(tr("您的职务不能筛选", "Your post cannot narrow figures"))
        return ()
    for typed in data.getlist("where")[:MOST_FILTERS]:
        name, colon, text = typed.partition(":")
        column = fact_columns().get(name)
        known = not text or column is None or column.kind != CODE or text in column.words
        flagged = column is None or column.kind != FLAG or text in ("true", "false", "")
        allowed = may_narrow(name, text) or (name == PERSON and sees_person(viewer, text))
        if not colon or not allowed or not known or not flagged or len(text) > LONGEST_SHOWN:
            faults.append(_fault("筛选", "Filter", typed))
        elif name not in facts_of(str(snapshot.id)).columns:  # they were made before the record told it
            faults.append(
                tr(
                    f"筛选“{typed}”：这份数据快照没有这一栏；没有采用",
                    f'Filter "{typed}": these facts do not tell it; left out',
                )
            )
        else:
            found[name] = text
    return tuple(found.items())


__all__ = [
    "FILTERS",
    "NO_DIVISION",
    "ONLY",
    "USUAL_SCOPE",
    "Asked",
    "may_narrow",
    "one_court",
    "read",
    "usual_period",
]
