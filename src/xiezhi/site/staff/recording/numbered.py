"""What events begin, end or speak of by number, as choices in words: parties, hearings, requests, papers, spans."""

from collections.abc import Iterator
from datetime import date

from xiezhi.record.projection import hearing_time
from xiezhi.record.state import standing
from xiezhi.rules.language import tr
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.procedure.catalogue import EventKind, Field
from xiezhi.rules.procedure.kinds import NUMBERED, SPANS
from xiezhi.site.clock_strip.words import count_days, whole_day
from xiezhi.site.staff.case.voice import approver, choice, kind_name, length
from xiezhi.site.staff.recording.desk import Desk

Choice = tuple[str, str]
_BEGINNING = {
    "deduction": "started",
    "suspension": "ordered",
    "supplementary_investigation": "started",
    "notice": "published",
}
assert set(_BEGINNING) == SPANS


def numbered_choices(desk: Desk, on: date, kind: EventKind, field: Field) -> list[Choice] | None:
    """What an event of this kind can end (what is open) or speak of (what there is); None for a field that holds no such number."""
    thing = kind.ends or kind.uses
    if thing is None or field.name != NUMBERED[thing]:
        return None
    case, state = standing(desk.state), desk.state
    numbers = set(case.open_since(thing)) if kind.ends else set(case.used(thing))
    if thing == "party":
        return [_party(desk, party) for party in state.parties if party["no"] in numbers]
    if thing == "hearing":
        return [_hearing(one) for one in state.hearings if one["no"] in numbers]
    if thing == "request":
        return [(str(one.no), _request(desk, one.no)) for one in state.requests if one.no in numbers]
    if thing == "document":
        papers = (paper for paper in state.documents if paper["no"] in numbers)
        return [_paper(paper) for paper in papers if paper["file"] == "main" or desk.opened.file.opens("O2")]
    return list(_spans(desk, on, thing, numbers))


def _party(desk: Desk, party: dict[str, object]) -> Choice:
    role = choice("party_role", str(party["role"]))
    name = party["name"] if desk.opened.reads_contents else tr(f"{party['no']}号", f"no. {party['no']}")
    left = tr("（已退出）", " (left)") if "left" in party else ""
    return str(party["no"]), tr(f"{role}　{name}{left}", f"{role}: {name}{left}")


def _hearing(hearing: dict[str, object]) -> Choice:
    at = hearing_time(str(hearing["starts_at"]))
    words = tr(f"第{hearing['no']}次，", f"no. {hearing['no']}, ") + f"{whole_day(at.date())} {at:%H:%M}"
    return str(hearing["no"]), words + (f"{tr('，', ', ')}{hearing['room']}" if "room" in hearing else "")


def _request(desk: Desk, number: int) -> str:
    request = next(one for one in desk.state.requests if one.no == number)
    asked = length({"months": request.months, "days": request.days})
    who = approver(request.approver)
    to = tr(f"，报{who}", f", to {who}") if who else ""
    day = whole_day(request.asked_on)
    return tr(f"{day}申请{asked}{to}", f"{asked}, asked {day}{to}")


def _paper(paper: dict[str, object]) -> Choice:
    return str(paper["no"]), f"{paper['no']}　{paper.get('title') or paper['name']}"


def _spans(desk: Desk, on: date, thing: str, numbers: set[int]) -> Iterator[Choice]:
    grounds = load_catalogue().grounds
    for span in desk.state.spans:
        if span.no not in numbers or span.thing != thing:
            continue
        ground = grounds.get(span.ground or "")
        name = tr(ground.name_zh, ground.name_en) if ground else kind_name(f"{thing}.{_BEGINNING[thing]}")
        since = whole_day(span.start)
        days = count_days(max(0, (on - span.start).days))
        words = tr(f"{name}，{since}起，已{days}", f"{name}, since {since}, {days}")
        if span.end is not None:
            words = tr(f"{name}，{since}至{whole_day(span.end)}", f"{name}, {since} to {whole_day(span.end)}")
        yield str(span.no), words
