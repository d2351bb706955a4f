"""Time that is excluded or stands still: the ground, the document behind it, supplementary investigations; and conversions."""

from datetime import date

from xiezhi.rules.limits.catalogue import articles_for
from xiezhi.rules.limits.clock import default_clock
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.procedure.advising.asked import Asked, Spanning
from xiezhi.rules.procedure.advising.found import Found, saying
from xiezhi.rules.procedure.advising.texts import Entry
from xiezhi.rules.procedure.kinds import Names

INVESTIGATION = "supplementary_investigation"


def ground_unfit(entry: Entry, asked: Asked) -> Found | None:
    """A ground of the closed list that does not fit the procedure of the case."""
    ground = load_catalogue().grounds.get(str(asked.data.get("ground")))
    if ground is None or not asked.rule or ground.applies_to(asked.rule, asked.on):
        return None
    barred = next((gap.articles for gap in ground.excluded if asked.rule in gap.rules), ())
    citations = barred or articles_for(ground.articles, asked.rule)
    return saying(*citations, ground=(ground.name_zh, ground.name_en), rule=rule_names(asked.rule))


def span_document(entry: Entry, asked: Asked) -> Found | None:
    """A deduction that begins or ends without the document that proves it."""
    if asked.data.get("document"):
        return None
    begins = asked.kind.endswith(".started")
    span = _span(asked)
    named = asked.data.get("ground") if begins else span.ground if span else None
    ground = load_catalogue().grounds.get(str(named))
    proof = (ground.starts if begins else ground.ends) if ground else None
    if ground is None or proof is None or not all(proof):
        return None
    return saying(*articles_for(ground.articles, asked.rule), proof=proof)


def document(entry: Entry, asked: Asked) -> Found | None:
    """An act without the document it rests on; for a closing only where the outcome comes in one."""
    if asked.data.get("document"):
        return None
    return saying() if not entry.words or asked.data.get("outcome") in entry.words else None


def investigated_often(entry: Entry, asked: Asked) -> Found | None:
    """One supplementary investigation more than the law allows."""
    rule = load_catalogue().supplementary
    times = sum(span.thing == INVESTIGATION for span in asked.state.spans) + 1
    return saying(*rule.articles, times=times, most=rule.most_times) if times > rule.most_times else None


def investigated_long(entry: Entry, asked: Asked) -> Found | None:
    """A supplementary investigation that took longer than the law allows."""
    rule, span = load_catalogue().supplementary, _span(asked)
    if span is None:
        return None
    due = asked.months_on(default_clock(), span.start, rule.cap.months, rule.cap.days)
    return saying(*rule.articles, due=due) if asked.on > due else None


def converted_after_hearing(entry: Entry, asked: Asked) -> Found | None:
    """Back to the simpler procedure although the court has sat."""
    sat = [one["ended_on"] for one in asked.state.hearings if one.get("standing") == "held"]
    before: list[date] = [day for day in sat if day <= asked.on]
    return saying(held=min(before)) if before and str(asked.data.get("to")) in entry.to else None


def conversion_unknown(entry: Entry, asked: Asked) -> Found | None:
    """A change of procedure for which the law has no rule."""
    to = str(asked.data.get("to"))
    if not asked.rule or to not in load_catalogue().rules or (asked.rule, to) in load_catalogue().conversions:
        return None
    return saying(rule=rule_names(asked.rule), to=rule_names(to))


def converted_late(entry: Entry, asked: Asked) -> Found | None:
    """A conversion after the limit of the old procedure had run out."""
    last = asked.last_day
    if last is None or asked.on <= last:
        return None
    rule = load_catalogue().conversions.get((asked.rule, str(asked.data.get("to"))))
    return saying(*(rule.articles if rule else ()), last=last)


def rule_names(rule: str) -> Names:
    """The names of a procedure."""
    known = load_catalogue().rules[rule]
    return known.name_zh, known.name_en


def _span(asked: Asked) -> Spanning | None:
    """The span that the act ends."""
    thing = asked.kind.rpartition(".")[0]
    number = asked.data.get("span_no")
    return next((span for span in asked.state.spans if span.no == number and span.thing == thing), None)
