"""The chain of cases around this one: mediation, instances, retrial, enforcement, with preservation beside the line.

What may not be seen is not revealed. What this file says of another case is part of this file: that there is one, and how it
is linked; its number and address only where the viewer may find that case. What only other files say (an appeal lodged
elsewhere, a further case of the dispute) appears only when the viewer may find those.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from xiezhi.record.models import Case, CaseLink
from xiezhi.record.numbers import sort_key
from xiezhi.record.visibility import nameable_for
from xiezhi.rules.language import tr
from xiezhi.site.clock_strip.words import whole_day
from xiezhi.site.staff.case.known import Known
from xiezhi.site.staff.case.opening import Opened
from xiezhi.site.staff.case.voice import choice, lower
from xiezhi.site.staff.docket.columns import stage_name
from xiezhi.site.staff.parts import Kin, chained

MOST_SHOWN = 30
BESIDE = ("preservation_of",)
# How far along the way of a dispute a case stands.
_PLACE = {
    "premediation": 0,
    "first": 1,
    "special": 1,
    "other": 1,
    "second": 2,
    "retrial_review": 3,
    "retrial": 4,
    "enforcement": 5,
}
_AFTER = ("merged_into",)


@dataclass(frozen=True, slots=True)
class Family:
    """The cases of one dispute that this viewer may know of."""

    chain: list[Kin]
    numbers: frozenset[str]

    @property
    def others(self) -> int:
        return max(0, len(self.chain) - 1)


@dataclass(frozen=True, slots=True)
class _Member:
    place: int
    since: date
    kin: Kin


def family_of(opened: Opened, known: Known) -> Family:
    """The chain as the viewer may see it, and the numbers that may be read in the events."""
    links = known.state.links
    named = [link["number"] for link in links if link.get("number")]
    incoming = _incoming(opened.file.case)
    seen = _seen(opened, [*named, *_numbers_in(known)], incoming)
    ways = {link.get("number"): link["kind"] for link in links}
    members = [
        _here(known),
        *(_seen_member(case, ways.get(case.number) or incoming.get(case.pk, "")) for case in seen),
    ]
    numbers = frozenset((known.state.number, *(case.number for case in seen)))
    members += [_unseen_member(link["kind"]) for link in links if link.get("number") not in numbers]
    members.sort(key=lambda member: (member.place, member.since))
    return Family(chained([member.kin for member in members[:MOST_SHOWN]]), numbers)


def _numbers_in(known: Known) -> list[str]:
    """The case numbers that events other than links speak of."""
    numbers: list[str] = []
    for happening in known.state.history:
        data = happening.data
        numbers += data.get("into_numbers", ())
        numbers += [data[field] for field in ("into_number", "number") if field in data]
        if "link" in data:
            numbers.append(data["link"]["number"])
    return numbers


def _seen(opened: Opened, named: list[str], incoming: dict[UUID, str]) -> list[Case]:
    """The cases of the dispute, or linked with this one either way, that may be named to the viewer."""
    case = opened.file.case
    keys = [sort_key(number) for number in named]
    related = Q(dispute_id=case.dispute_id) | Q(number_key__in=keys) | Q(pk__in=list(incoming))
    found = nameable_for(opened.viewer).filter(related).exclude(pk=case.pk)
    return list(found.order_by("filed_on", "id")[:MOST_SHOWN])


def _incoming(case: Case) -> dict[UUID, str]:
    """The cases that name this one in their own links, and how."""
    if not case.number:
        return {}
    links = CaseLink.objects.filter(Q(other=case.pk) | Q(number=case.number))
    return dict(links.values_list("case", "kind")[:MOST_SHOWN])


def _here(known: Known) -> _Member:
    state = known.state
    words = state.number or tr("尚无案号", "no number yet")
    note = tr("，", ", ").join(filter(None, (lower("instance", state.instance), tr("本案", "this case"))))
    first = state.filed_on or state.received_on or known.on
    return _Member(_PLACE.get(state.instance, 1), first, Kin(words, note, here=True))


def _seen_member(case: Case, kind: str) -> _Member:
    since = (
        tr(f"{whole_day(case.filed_on)}立案", f"docketed {whole_day(case.filed_on)}") if case.filed_on else ""
    )
    note = tr("，", ", ").join(
        filter(None, (lower("instance", case.instance), since, stage_name(case.stage)))
    )
    kin = Kin(
        case.number,
        note,
        reverse("staff:case", args=[case.pk]),
        branch=kind in BESIDE or case.branch == "preservation",
    )
    return _Member(_PLACE.get(case.instance, 1), case.filed_on or date.max, kin)


def _unseen_member(kind: str) -> _Member:
    """A case this file speaks of and the viewer may not find: how it is linked, and nothing else."""
    kin = Kin(
        tr(f"{choice('link_kind', kind)}另一案件", f"{choice('link_kind', kind)} another case"),
        tr("您的职务不能查看该案", "not open to your post"),
        branch=kind in BESIDE,
    )
    return _Member(max(_PLACE.values()) + 1 if kind in _AFTER else -1, date.min, kin)
