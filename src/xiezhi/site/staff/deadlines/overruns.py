"""Hidden overruns: net and gross days side by side, and by which grounds each date was moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.record.audit import note
from xiezhi.rules.language import tr
from xiezhi.rules.limits.catalogue import Length
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.sentences import length_en, length_zh
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.deadlines import asking, frame
from xiezhi.site.staff.deadlines.asking import Asked
from xiezhi.site.staff.deadlines.paging import SIZE, page_number, page_of
from xiezhi.site.staff.docket.columns import hidden_words
from xiezhi.site.staff.docket.rows import READ, Row
from xiezhi.site.staff.parts import Chip
from xiezhi.work.deadlines.watched import overruns, unseen
from xiezhi.work.deadlines.watched.board import of_branch
from xiezhi.work.deadlines.watched.overruns import EXTENDED, SUSPENDED, Ground, Moved
from xiezhi.work.deadlines.watched.scope import hidden_from, spans_courts


@dataclass(frozen=True, slots=True)
class PairBar:
    """Net days above, gross days below, in percent of the longest; the base limit is a mark."""

    net: float
    out: float
    gross: float
    base: float
    words: str


@dataclass(frozen=True, slots=True)
class Overrun:
    """A case of the list: the row, the number to show, its net and gross days, what moved its date."""

    row: Row
    number: str
    net: int
    gross: int
    beyond: int
    makings: str
    bar: PairBar


@signed_in
def hidden(request: HttpRequest) -> HttpResponse:
    """The standing view of hidden overruns."""
    viewer = viewer_in(request)
    none = frame.without_cases(request, viewer)
    if none is not None:
        return none
    data = request.GET.dict()
    asked = asking.read(data, viewer)
    head = frame.head(asked, frame.OVERRUNS)
    known = of_branch(head["tally"].hidden, asked.scope.branch)
    counts = overruns.ground_counts(viewer, asked.scope, known)
    ground = asked_ground(data, counts)
    rows = overruns.hidden_in(viewer, asked.scope, ground)
    number = page_number(request)
    lines = read(asked, rows, number)
    total = _total(known if counts is None or ground is None else counts[ground], number, len(lines))
    note(
        viewer,
        "deadlines.listed",
        object_class="O1",
        details={"list": "hidden", "query": asked.values(), "count": total},
    )
    context: dict[str, Any] = {
        "lines": lines,
        "total": total,
        "page": page_of(request, number, len(lines), total),
        "grounds": None if counts is None else ground_chips(asked, counts, ground),
        "courts": spans_courts(viewer),
        "provisional": of_branch(head["tally"].provisional, asked.scope.branch),
        "provisional_href": asked.docket("provisional"),
        "adrift": unseen.adrift_count(viewer, asked.scope),
        "adrift_href": asked.address("deadlines_list", "adrift"),
    }
    return render(request, "staff/deadlines_overruns.html", head | context)


def _total(counted: int, number: int, shown: int) -> int:
    """How many rows the list has: what was counted, which may lag some seconds behind, but no fewer than are seen, and exactly so many
    where all of them stand on one page."""
    seen = (number - 1) * SIZE + shown
    if number == 1 and shown < SIZE:
        return shown
    return max(counted, seen) if shown else counted


def asked_ground(data: Mapping[str, str], counts: Mapping[Ground, int] | None) -> Ground | None:
    """The ground of the address, if the list has it."""
    thing, _, name = data.get("ground", "").partition(".")
    ground = Ground(thing, name)
    return ground if counts and ground in counts else None


def ground_chips(asked: Asked, counts: Mapping[Ground, int], chosen: Ground | None) -> list[Chip]:
    """The grounds with how many cases each moved; the list of one has exactly so many rows."""
    return [
        Chip(
            ground_name(ground.thing, ground.ground),
            asked.address(
                frame.OVERRUNS, ground=None if ground == chosen else f"{ground.thing}.{ground.ground}"
            ),
            ground == chosen,
            count,
        )
        for ground, count in sorted(counts.items())
    ]


def ground_name(thing: str, ground: str) -> str:
    """鉴定, 中止：等待另案, 延长."""
    if thing == EXTENDED:
        return tr("延长审限", "extension")
    known = load_catalogue().grounds.get(ground)
    name = tr(known.name_zh, known.name_en) if known else ground
    return tr(f"中止：{name}", f"suspension: {name}") if thing == SUSPENDED else name


def read(asked: Asked, rows: Any, number: int) -> list[Overrun]:
    """A page of the list, nearest date first."""
    named = rows.annotate(case_key=F("pk"), hidden=hidden_from(asked.viewer), place=F("trial__due_on"))
    skipped = (number - 1) * SIZE
    found = [
        Row._make(values)
        for values in named.order_by("trial__due_on", "pk").values_list(*READ)[skipped : skipped + SIZE]
    ]
    moves = overruns.moved([row.case for row in found], asked.on)
    longest = max((_gross(row, asked.on) for row in found), default=1)
    return [overrun(row, moves.get(row.case, []), asked.on, longest) for row in found]


def _gross(row: Row, today: date) -> int:
    return (today - row.anchor_on).days if row.anchor_on else 0


def overrun(row: Row, moves: list[Moved], today: date, longest: int) -> Overrun:
    """A row in words. A protected case keeps its number and its grounds to itself."""
    gross = _gross(row, today)
    out = min(gross, row.deducted_days or 0)
    base = (row.base_on - row.anchor_on).days if row.base_on and row.anchor_on else 0
    share = 100 / max(longest, 1)
    words = tr(f"净{gross - out}日，自然{gross}日", f"{gross - out} net days, {gross} gross days")
    bar = PairBar(
        round(share * (gross - out), 2),
        round(share * out, 2),
        round(share * gross, 2),
        round(share * base, 2),
        words,
    )
    number = hidden_words() if row.hidden else row.number or tr("（未编号）", "(no number yet)")
    makings = "" if row.hidden else makings_words(row, moves)
    return Overrun(row, number, gross - out, gross, row.days_beyond_base(today), makings, bar)


def makings_words(row: Row, moves: list[Moved]) -> str:
    """鉴定80日、延长六个月; only how often it was extended where the question of the clock is not kept."""
    granted = grants_words(moves)
    if not granted and row.extensions:
        granted = tr(f"延长{row.extensions}次", f"extended {row.extensions} times")
    return tr("、", ", ").join(filter(None, (spans_words(moves), granted)))


def spans_words(moves: list[Moved]) -> str:
    """鉴定31、公告60（未结束）."""
    told = []
    for one in moves:
        if one.thing != EXTENDED:
            still = tr("（未结束）", " (open)") if one.still else ""
            told.append(
                tr(
                    f"{ground_name(one.thing, one.ground)}{one.days}日{still}",
                    f"{ground_name(one.thing, one.ground)} {one.days} d{still}",
                )
            )
    return tr("、", ", ").join(told)


def grants_words(moves: list[Moved]) -> str:
    """延长六个月、延长三个月."""
    lengths = [Length(one.months, one.days) for one in moves if one.thing == EXTENDED]
    return tr("、", ", ").join(
        tr(f"延长{length_zh(length)}", f"{length_en(length)} more") for length in lengths
    )
