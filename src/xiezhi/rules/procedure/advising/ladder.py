"""Extensions held against the ladder of the law: who grants, how much, on which ground, asked and decided in time."""

from datetime import date

from xiezhi.rules.limits.catalogue import Length
from xiezhi.rules.limits.clock import default_clock
from xiezhi.rules.limits.conditions import approver_fits
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.model import Status
from xiezhi.rules.limits.rungs import Rung, rung_of
from xiezhi.rules.limits.sentences import APPROVERS, length_en, length_zh
from xiezhi.rules.procedure.advising.asked import Asked
from xiezhi.rules.procedure.advising.found import Found, saying
from xiezhi.rules.procedure.advising.spans import rule_names
from xiezhi.rules.procedure.advising.texts import Entry
from xiezhi.rules.procedure.kinds import Names

GRANTED, REFUSED = "extension.granted", "extension.refused"
WANTED: dict[str, Names] = {
    **APPROVERS,
    "high_or_spc": ("高级人民法院（高级人民法院审理的，最高人民法院）", "the high court (for a case of the high court the Supreme People's Court)"),
}  # fmt: skip


def rung_missing(entry: Entry, asked: Asked) -> Found | None:
    """Nothing to ask for: the rule has no ladder, or all its steps are used."""
    version = asked.version()
    if version is None or not _has_limit(asked) or rung(asked) is not None:
        return None
    return saying(*version.articles, rule=rule_names(asked.rule))


def approver(entry: Entry, asked: Asked) -> Found | None:
    """Addressed to, or granted by, another than the law names."""
    step, given = rung(asked), str(asked.data.get("approver"))
    delegates = default_clock().readings.president_delegates
    if step is None or approver_fits(step.step.approver, given, asked.court_level, delegates):
        return None
    return saying(*step.articles, wanted=WANTED[step.step.approver], given=WANTED.get(given, (given, given)))


def length(entry: Entry, asked: Asked) -> Found | None:
    """Longer, or shorter, than the step allows."""
    found, given = rung(asked), Length(_whole(asked, "months"), _whole(asked, "days"))
    if found is None or given == Length():
        return None
    step = found.step
    if step.length is not None and _reach(asked, given) > _reach(asked, step.length):
        allowed = f"不超过{length_zh(step.length)}", f"at most {length_en(step.length)}"
    elif step.minimum is not None and _reach(asked, given) < _reach(asked, step.minimum):
        allowed = f"不少于{length_zh(step.minimum)}", f"at least {length_en(step.minimum)}"
    else:
        return None
    return saying(*found.articles, given=(length_zh(given), length_en(given)), allowed=allowed)


def extension_ground(entry: Entry, asked: Asked) -> Found | None:
    """A step that asks for one of the listed grounds, and the act has none of them."""
    found = rung(asked)
    if found is None or not found.step.grounds or asked.data.get("ground") in found.step.grounds:
        return None
    names = [load_catalogue().extension_grounds[ground] for ground in found.step.grounds]
    listed = "、".join(zh for zh, _ in names), "; ".join(en for _, en in names)
    return saying(*found.articles, grounds=listed)


def consent(entry: Entry, asked: Asked) -> Found | None:
    """Granted without the consent that the step asks for."""
    found = rung(asked)
    wanting = found is not None and found.step.consent_required and not asked.data.get("parties_consent")
    return saying(*found.articles) if found and wanting else None


def filing(entry: Entry, asked: Asked) -> Found | None:
    """Granted without the filing with the high court that the step asks for."""
    found = rung(asked)
    wanting = found is not None and found.step.filing_required and not asked.data.get("filed_with_high")
    return saying(*found.articles) if found and wanting else None


def applied_late(entry: Entry, asked: Asked) -> Found | None:
    """Asked for after the last day for asking, but before the limit ran out."""
    found = rung(asked)
    return _too_late(asked, found, found.apply_by) if found else None


def decided_late(entry: Entry, asked: Asked) -> Found | None:
    """Decided, or refused, after the last day for it, but before the limit ran out."""
    found = rung(asked)
    if found is None:
        return None
    due = found.decide_by or (found.refuse_by if asked.kind == REFUSED else None)
    return _too_late(asked, found, due)


def expired(entry: Entry, asked: Asked) -> Found | None:
    """Asked for or granted when the limit had run out."""
    last, found = asked.last_day, rung(asked)
    if last is None or asked.on <= last:
        return None
    return saying(*(found.articles if found else ()), last=last)


def rung(asked: Asked) -> Rung | None:
    """The step that is next on the day of the decision; for a request, on the last day of the limit."""
    if asked.outcome is None or not _has_limit(asked):
        return None
    day = asked.on if asked.kind in (GRANTED, REFUSED) else asked.last_day or asked.on
    return rung_of(asked.outcome, load_catalogue(), day)


def _has_limit(asked: Asked) -> bool:
    return asked.outcome is not None and asked.outcome.status in (
        Status.RUNNING, Status.SUSPENDED, Status.PAUSED,
    )  # fmt: skip


def _too_late(asked: Asked, found: Rung, due: date | None) -> Found | None:
    last = asked.last_day
    if last is None or due is None or not due < asked.on <= last:
        return None
    return saying(*found.articles, due=due, last=last)


def _reach(asked: Asked, length: Length) -> date:
    """Months against days are compared by the days they lead to."""
    start = asked.last_day or asked.on
    return asked.months_on(default_clock(), start, length.months, length.days)


def _whole(asked: Asked, name: str) -> int:
    value = asked.data.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
