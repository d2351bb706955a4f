"""The head of the page, which is metadata: number, the two sides, court, division, cause, procedure, panel, stage and flags, from the fold of the events."""

from dataclasses import dataclass

from xiezhi.record.models import Case
from xiezhi.record.party_label import parties_label
from xiezhi.rules.language import tr
from xiezhi.site.clock_strip.words import whole_day
from xiezhi.site.staff.case.known import Known
from xiezhi.site.staff.case.voice import Voice, choice, lower, panel_words
from xiezhi.site.staff.docket.columns import parties, stage_name


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the clock. `number` is empty for a case that was received and not docketed."""

    number: str
    parties: str
    court: str
    division: str
    about: tuple[str, ...]
    panel: str
    flags: tuple[str, ...]


def heading_of(case: Case, known: Known, voice: Voice) -> Heading:
    """The heading of a case as it is known."""
    state = known.state
    division = voice.names.division(state.division_id) if state.division_id else ""
    way = voice.procedure(state.procedure) or (choice("branch", state.branch) if state.branch else "")
    return Heading(
        state.number,
        parties(parties_label(state.parties)),
        tr(case.court.name, case.court.name_en or case.court.name),
        division,
        tuple(filter(None, (state.cause_name, way))),
        _panel(known, voice),
        tuple(_flags(known)),
    )


def _panel(known: Known, voice: Voice) -> str:
    state = known.state
    if not state.panel:
        return tr("尚未分案", "not assigned yet") if state.closed_on is None else ""
    form = choice("panel_form", state.panel_form) or tr("承办", "Judge")
    members = panel_words(voice.names, list(state.panel))
    return tr(f"{form}：{members}", f"{form}: {members}")


def _flags(known: Known) -> list[str]:
    state = known.state
    facts = state.facts
    flags = [
        stage_name(state.stage),
        tr("在押", "in custody") if facts.get("in_custody") else "",
        tr("涉外", "foreign-related") if facts.get("foreign_related") else "",
        tr("涉港澳台", "Hong Kong, Macao, Taiwan") if facts.get("hk_macao_tw") else "",
        tr("已封存", "sealed") if state.sealed else "",
        lower("secrecy", state.secrecy) if state.secrecy != "ordinary" else "",
    ]
    if state.closed_on is not None:
        outcome = lower("outcome", state.outcome)
        flags.append(tr(f"{whole_day(state.closed_on)}{outcome}", f"{outcome} {whole_day(state.closed_on)}"))
    return [flag for flag in flags if flag]
