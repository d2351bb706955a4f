"""The derivation of a limit for a page: each step with what it leads to and the articles it rests on."""

from dataclasses import dataclass
from datetime import date

from xiezhi.rules.documents import Source
from xiezhi.rules.language import tr
from xiezhi.rules.limits.catalogue import Length
from xiezhi.rules.limits.model import Extension, Outcome, Step
from xiezhi.rules.limits.sentences import length_en, length_zh
from xiezhi.site.clock_strip.words import whole_day

WITHOUT_EFFECT = "refused"
RESULTS = ("rolled", "stopped", "no_limit")


@dataclass(frozen=True, slots=True)
class Line:
    """One step: the sentence, the day or length it gives, the articles, the readings; `kind` is result, without or ""."""

    words: str
    gives: str
    sources: tuple[Source, ...]
    readings: tuple[str, ...]
    rule: str
    on: date | None
    kind: str


def derivation_of(outcome: Outcome) -> tuple[Line, ...]:
    """The steps of an outcome that was computed with them."""
    grants = _grants(outcome)
    return tuple(
        Line(
            tr(step.text_zh, step.text_en),
            _length(grants[place]) if place in grants else _gives(step),
            step.sources,
            step.readings,
            step.rule,
            step.start or step.end or outcome.anchor_date,
            "without" if step.kind == WITHOUT_EFFECT else "result" if step.kind in RESULTS else "",
        )
        for place, step in enumerate(outcome.steps)
    )


def _grants(outcome: Outcome) -> dict[int, Extension]:
    """The granted extension behind each step that tells of one: the outcome keeps those of the present counting, the last."""
    places = [place for place, step in enumerate(outcome.steps) if step.kind == "extended"]
    kept = places[len(places) - len(outcome.extensions) :] if outcome.extensions else []
    return dict(zip(kept, outcome.extensions, strict=True))


def _length(grant: Extension) -> str:
    length = Length(grant.months or 0, grant.days or 0)
    return tr(f"＋{length_zh(length)}", f"+{length_en(length)}")


def _gives(step: Step) -> str:
    match step.kind:
        case "excluded" if step.days is not None:
            return tr(f"＋{step.days}日", f"+{step.days} days")
        case "stopped" if step.days is not None:
            return tr(f"余{step.days}日", f"{step.days} days remain")
        case "refused":
            return tr("不生效", "no effect")
        case "start" | "converted" | "restarted" | "returned" | "investigated":
            return whole_day(step.start) if step.start else ""
        case "base" | "appended" | "rolled" | "soft":
            return whole_day(step.end) if step.end else ""
        case _:
            return ""
