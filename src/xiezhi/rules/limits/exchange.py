"""The JSON shapes of a question to the clock and of its answer.

One object a case, as the command line and the API read and write it. Reading is strict: a complaint names the field
(`events[2].start`), what stood there and what was expected. Keys that do not belong to the question are left alone.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from xiezhi.rules.dates import parse_date
from xiezhi.rules.documents import Source
from xiezhi.rules.errors import InputError
from xiezhi.rules.limits.model import (
    APPROVERS,
    COURT_LEVELS,
    CaseInput,
    Conversion,
    Deduction,
    Event,
    Extension,
    Facts,
    NoticePeriod,
    Outcome,
    Restart,
    Step,
    SupplementaryInvestigation,
    Suspension,
)

KNOWN_FACTS = (
    "in_custody",
    "foreign_related",
    "hk_macao_tw",
    "election_day",
    "grounds",
    "max_sentence_years",
)
LONGEST_GRANT = 1200  # months or days; more is a typing error
MOST_YEARS = 100
PLAUSIBLE_YEARS = range(1900, 2200)  # outside lies a typing error, and no law this product knows


class _Fields:
    """One JSON object being read: typed access by name, complaints with the whole path."""

    def __init__(self, values: Any, path: str) -> None:
        if not isinstance(values, Mapping):
            raise _fault(path or "record", values, "JSON 对象", "a JSON object")
        self.values = values
        self.path = path

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if not isinstance(value, str) or not value.strip():
            raise _fault(self.at(name), value, "非空字符串", "a non-empty string")
        return value

    def choice(self, name: str, options: tuple[str, ...]) -> str:
        value = self.values.get(name)
        if value not in options:
            raise _fault(self.at(name), value, f"{'、'.join(options)} 之一", f"one of {', '.join(options)}")
        return str(value)

    def day(self, name: str) -> date:
        value = self.values.get(name)
        try:
            day = parse_date(value) if isinstance(value, str) else None
        except InputError:
            day = None
        if day is None or day.year not in PLAUSIBLE_YEARS:
            raise _fault(self.at(name), value, "真实日期，如 2024-03-01", "a real date such as 2024-03-01")
        return day

    def day_or_none(self, name: str) -> date | None:
        return None if self.values.get(name) is None else self.day(name)

    def flag(self, name: str) -> bool | None:
        value = self.values.get(name)
        if value is not None and not isinstance(value, bool):
            raise _fault(self.at(name), value, "true、false 或 null", "true, false or null")
        return value

    def whole(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LONGEST_GRANT:
            raise _fault(
                self.at(name),
                value,
                f"1 至 {LONGEST_GRANT} 的整数",
                f"a whole number from 1 to {LONGEST_GRANT}",
            )
        return value

    def years(self, name: str) -> float | None:
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_YEARS:
            raise _fault(self.at(name), value, f"0 至 {MOST_YEARS} 的数", f"a number from 0 to {MOST_YEARS}")
        return float(value)

    def identity(self, name: str) -> str | None:
        value = self.values.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
            raise _fault(self.at(name), value, "文字或者整数", "a text or a whole number")
        return None if value is None else str(value)

    def list(self, name: str) -> list[Any]:
        value = self.values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise _fault(self.at(name), value, "列表", "a list")
        return value


def _fault(field: str, found: object, zh: str, en: str) -> InputError:
    shown = repr(found) if len(repr(found)) <= 40 else repr(found)[:40] + "…"
    return InputError(
        f"{field}：应为 {zh}，实为 {shown}", f"{field}: expected {en}, found {shown}", field=field
    )


def read_case(record: Any) -> CaseInput:
    """A question to the clock from its JSON object. Raises InputError with the path of the field."""
    fields = _Fields(record, "")
    events = tuple(
        _event(_Fields(entry, f"events[{place}]")) for place, entry in enumerate(fields.list("events"), 1)
    )
    return CaseInput(
        procedure=fields.text("procedure"),
        anchor_date=fields.day_or_none("anchor_date"),
        court_level=None
        if fields.values.get("court_level") is None
        else fields.choice("court_level", COURT_LEVELS),
        facts=_facts(_Fields({} if fields.values.get("facts") is None else fields.values["facts"], "facts")),
        events=events,
        as_of=fields.day_or_none("as_of"),
        closed_on=fields.day_or_none("closed_on"),
        id=fields.identity("id"),
    )


def _facts(fields: _Fields) -> Facts:
    grounds = fields.list("grounds")
    for place, ground in enumerate(grounds, 1):
        if not isinstance(ground, str):
            raise _fault(f"facts.grounds[{place}]", ground, "字符串", "a string")
    others = tuple(
        (name, bool(fields.flag(name))) for name in sorted(fields.values) if name not in KNOWN_FACTS
    )
    return Facts(
        in_custody=fields.flag("in_custody"),
        foreign_related=bool(fields.flag("foreign_related")),
        hk_macao_tw=bool(fields.flag("hk_macao_tw")),
        election_day=fields.day_or_none("election_day"),
        grounds=tuple(grounds),
        max_sentence_years=fields.years("max_sentence_years"),
        others=others,
    )


def _extension(fields: _Fields) -> Extension:
    months, days = fields.whole("months"), fields.whole("days")
    approved, decided_on = fields.flag("approved"), fields.day_or_none("decided_on")
    if (months is not None and days is not None) or (approved and months is None and days is None):
        found = {"months": months, "days": days}
        raise _fault(
            fields.at("months"), found, "months 与 days 中恰有一项", "exactly one of months and days"
        )
    if approved and decided_on is None:
        raise _fault(fields.at("decided_on"), None, "批准日期", "the day of the decision")
    ground = fields.values.get("ground")
    return Extension(
        months=months,
        days=days,
        approver=fields.choice("approver", APPROVERS),
        applied_on=fields.day_or_none("applied_on"),
        decided_on=decided_on,
        approved=approved,
        ground=None if ground is None else fields.text("ground"),
        parties_consent=bool(fields.flag("parties_consent")),
        filed_with_high=bool(fields.flag("filed_with_high")),
    )


_READERS: dict[str, Callable[[_Fields], Event]] = {
    "deduct": lambda fields: Deduction(fields.text("ground"), fields.day("start"), fields.day_or_none("end")),
    "suspend": lambda fields: Suspension(
        fields.text("ground"), fields.day("start"), fields.day_or_none("end")
    ),
    "extend": _extension,
    "convert": lambda fields: Conversion(fields.text("to"), fields.day("on")),
    "supplementary_investigation": lambda fields: SupplementaryInvestigation(
        fields.day("start"), fields.day_or_none("end")
    ),
    "restart": lambda fields: Restart(fields.text("reason"), fields.day("on")),
    "notice_period": lambda fields: NoticePeriod(fields.day("start"), fields.day_or_none("end")),
}


def _event(fields: _Fields) -> Event:
    return _READERS[fields.choice("type", tuple(_READERS))](fields)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def write_outcome(case: CaseInput, outcome: Outcome, *, steps: bool = True) -> dict[str, Any]:
    """The answer as a JSON object; without `steps` in the form the bulk clock gives."""
    answer: dict[str, Any] = {
        "id": case.id,
        "status": str(outcome.status),
        "deadline": _iso(outcome.deadline),
        "nominal_deadline": _iso(outcome.nominal_deadline),
        "soft_deadline": _iso(outcome.soft_deadline),
        "deducted_days": outcome.deducted_days,
        "remaining_days": outcome.remaining_days,
        "stopped_on": _iso(outcome.stopped_on),
        "issues": sorted(str(issue) for issue in outcome.issues),
        "provisional": outcome.provisional,
        "days_left": outcome.days_left,
        "gross_days": outcome.gross_days,
        "net_days": outcome.net_days,
        "in_time": outcome.in_time,
        "rule": outcome.rule,
        "rule_from": _iso(outcome.rule_from),
        "law_version": outcome.law_version,
    }
    if not steps:
        return answer
    answer["anchor_date"] = _iso(outcome.anchor_date)
    answer["excluded"] = [
        {"ground": span.ground, "start": _iso(span.start), "end": _iso(span.end)} for span in outcome.spans
    ]
    answer["extensions"] = [
        {
            "months": grant.months,
            "days": grant.days,
            "approver": grant.approver,
            "decided_on": _iso(grant.decided_on),
        }
        for grant in outcome.extensions
    ]
    answer["readings"] = list(outcome.readings)
    answer["articles"] = [source.zh for source in outcome.articles]
    answer["steps"] = [_write_step(step) for step in outcome.steps]
    return answer


def _write_step(step: Step) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "text_zh": step.text_zh,
        "text_en": step.text_en,
        "source": "；".join(source.zh for source in step.sources) or None,
        "sources": [_write_source(source) for source in step.sources],
        "start": _iso(step.start),
        "end": _iso(step.end),
        "days": step.days,
        "rule": step.rule,
        "readings": list(step.readings),
    }


def _write_source(source: Source) -> dict[str, str]:
    return {
        "document": source.document,
        "article": source.article,
        "version": source.version,
        "zh": source.zh,
        "en": source.en,
    }
