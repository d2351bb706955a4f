"""What a judgment's text asks the clock: rule, anchor, events, and everything the text leaves open.

The record of the reader is turned into one question. Where the text is silent nothing is invented; the silence is written down in
both languages. Called by `verdict`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xiezhi.rules.limits.model import (
    CaseInput,
    Conversion,
    Deduction,
    Event,
    Extension,
    SupplementaryInvestigation,
    Suspension,
)

Words = tuple[str, str]

NO_DOCKETING: Words = ("立案（受理）日期", "the docketing date")
PROSECUTION: Words = ("提起公诉之日（文书未写立案日期）", "prosecution (the text gives no docketing date)")
LEVELS = {"基层": "basic", "中级": "intermediate", "高级": "high", "最高": "spc"}
PRIVATE_CUSTODY = "criminal.first.private.custody"

_CRIMINAL = {"速裁": "criminal.first.fast_track", "简易": "criminal.first.simplified"}
_CIVIL = {
    "小额": "civil.first.small_claims",
    "小额诉讼": "civil.first.small_claims",
    "简易": "civil.first.simplified",
}
_RULES: dict[tuple[str, str], str] = {
    ("criminal", "一审"): "criminal.first.ordinary",
    ("criminal", "一审重审"): "criminal.first.remand",
    ("criminal", "二审"): "criminal.appeal",
    ("criminal", "再审"): "criminal.retrial",
    ("criminal", "再审审查"): "criminal.petition_review",
    ("civil", "一审"): "civil.first.ordinary",
    ("civil", "一审重审"): "civil.first.remand",
    ("civil", "二审"): "civil.appeal.judgment",
    ("civil", "再审"): "civil.retrial.second_procedure",
    ("civil", "再审审查"): "civil.retrial.review",
    ("civil", "特别程序"): "civil.special.general",
    ("administrative", "一审"): "administrative.first.ordinary",
    ("administrative", "一审重审"): "administrative.first.ordinary",
    ("administrative", "二审"): "administrative.appeal",
    ("administrative", "再审"): "administrative.retrial.second_procedure",
    ("administrative", "再审审查"): "administrative.retrial.review",
    ("enforcement", "执行"): "enforcement.first",
    ("enforcement", "执行异议"): "enforcement.objection",
    ("enforcement", "执行复议"): "enforcement.reconsideration",
    ("enforcement", "执行监督"): "enforcement.supervision",
}
_BRANCH_WORDS = (
    ("执行", "enforcement"),
    ("执", "enforcement"),
    ("刑", "criminal"),
    ("行", "administrative"),
    ("民", "civil"),
)
_INVESTIGATION = re.compile("补充侦查|补查")
_NEW_EVIDENCE = re.compile("新的?证人|新的?证据|重新鉴定|勘验|调取")
_SUSPENSION_GROUNDS = {
    "criminal": (("逃", "accused_absconded"), ("病", "accused_ill"), ("疫|不能抗拒|不可抗", "force_majeure")),
    "civil": (
        ("另一案|他案|另案", "other_case"), ("死亡", "party_death"), ("疫|不可抗", "force_majeure"),
        ("行为能力", "party_incapacity"), ("终止|注销", "party_dissolved"), ("", "other"),
    ),
    "enforcement": (("延期执行", "applicant_defers"), ("案外人", "third_party_objection"), ("", "other")),
}  # fmt: skip
_APPROVERS = (
    ("院长", "president"), ("本院", "president"), ("最高", "spc"), ("高级", "high"),
    ("上级", "superior"), ("上一级", "superior"), ("中级", "superior"),
)  # fmt: skip
_DEDUCTIONS = {
    "公告": "notice",
    "鉴定": "appraisal",
    "评估": "audit_valuation",
    "审计": "audit_valuation",
    "管辖权异议": "jurisdiction",
}
_COULD_LENGTHEN = {
    "延期审理": "adjournment",
    "建议延期审理": "adjournment proposed",
    "中止审理": "suspension",
    "延长审限": "extension of the limit",
    "补充侦查": "supplementary investigation",
    "指定管辖": "designated jurisdiction",
    "合并审理": "joinder",
    "公告": "public notice",
    "鉴定": "expert appraisal",
    "评估": "valuation",
    "审计": "audit",
    "管辖权异议": "jurisdiction objection",
}  # the events that can move a limit, with their English names


@dataclass(slots=True)
class Draft:
    """The question as it is put together, with what the text leaves open."""

    branch: str
    rule: str
    level: str | None
    anchor: date | None = None
    anchor_from: Words | None = None
    events: list[Event] = field(default_factory=list)
    missing: list[Words] = field(default_factory=list)
    notes: list[Words] = field(default_factory=list)
    unexplained: int = 0
    remanded: bool = False

    @property
    def shortened(self) -> bool:
        """Whether the rule is one whose limit hangs on the sentence to be expected."""
        return self.rule in _CRIMINAL.values()

    def case(self, record: Mapping[str, Any]) -> CaseInput:
        """The question to the clock."""
        closed_on, name = _day(record.get("decision_date")), record.get("doc_id")
        return CaseInput(
            self.rule,
            self.anchor,
            self.level,
            events=tuple(self.events),
            closed_on=closed_on,
            id=None if name is None else str(name),
        )


def question_of(record: Mapping[str, Any]) -> Draft | None:
    """The question that a record asks; None when the kind of case or the instance is not clear."""
    found = _with_rule(record)
    if found is None:
        return None
    _find_anchor(found, record)
    _find_events(found, record)
    if _day(record.get("decision_date")) is None:
        found.missing.append(("裁判日期", "the date of the decision"))
    return found


# --- which rule


def _with_rule(record: Mapping[str, Any]) -> Draft | None:
    kind = f"{record.get('document_type') or ''}"
    number = f"{record.get('case_no') or ''}"
    instance = f"{record.get('trial_level') or ''}"
    branch = (
        "enforcement"
        if instance.startswith("执行")
        else next((name for word, name in _BRANCH_WORDS if word in kind), None)
        or next((name for word, name in _BRANCH_WORDS if word in number), None)
    )
    rule = _RULES.get((branch or "", instance))
    if branch is None or rule is None:
        return None
    level = LEVELS.get(f"{record.get('court_level') or ''}")
    draft = Draft(branch, rule, level, remanded=instance == "一审重审")
    stated = f"{record.get('procedure_stated') or ''}"
    changes = record.get("procedure_changes") or []
    first = f"{changes[0].get('from') or ''}" if changes else stated
    draft.rule = _by_procedure(branch, instance, kind, first or stated, rule)
    if draft.rule == "criminal.first.ordinary" and (record.get("parties") or {}).get("private_prosecutors"):
        draft.rule = PRIVATE_CUSTODY
    if changes:
        _convert(draft, changes, instance, kind)
    return draft


def _by_procedure(branch: str, instance: str, kind: str, procedure: str, rule: str) -> str:
    if instance == "一审" and branch == "criminal":
        return _CRIMINAL.get(procedure, rule)
    if instance == "一审" and branch == "civil":
        return _CIVIL.get(procedure, rule)
    if instance == "一审" and branch == "administrative" and procedure == "简易":
        return "administrative.first.simplified"
    return "civil.appeal.ruling" if rule == "civil.appeal.judgment" and "裁定" in kind else rule


def _convert(draft: Draft, changes: list[Mapping[str, Any]], instance: str, kind: str) -> None:
    """Dated changes of procedure become events; an undated one lets the last procedure count from the first day."""
    base = _RULES[draft.branch, instance]
    targets = [
        _by_procedure(draft.branch, instance, kind, f"{change.get('to') or ''}", base) for change in changes
    ]
    days = [_day(change.get("date")) for change in changes]
    if all(days):
        draft.events += [Conversion(target, day) for target, day in zip(targets, days) if day]
        return
    draft.rule = targets[-1]
    if draft.branch == "criminal":
        draft.unexplained += 1
        draft.missing.append(
            (
                "转换程序的日期（期限自该日重新计算）",
                "the date of the change of procedure (the limit starts afresh then)",
            )
        )
    draft.notes.append(
        ("按转换后的程序自最初起算日计算", "counted under the later procedure from the first day")
    )


# --- from which day


def _find_anchor(draft: Draft, record: Mapping[str, Any]) -> None:
    accepted, prosecuted = _day(record.get("accepted_date")), _day(record.get("prosecuted_date"))
    if draft.rule == "criminal.retrial":
        draft.anchor = _day(record.get("retrial_ordered_date"))
        draft.anchor_from = ("决定再审之日", "the decision to retry")
    elif draft.remanded:
        remanded = [
            _day(event.get("date"))
            for event in record.get("time_events") or []
            if event.get("type") == "发回重审"
        ]
        known = [day for day in remanded if day]
        draft.anchor = accepted if accepted and known and accepted >= max(known) else None
        draft.anchor_from = ("立案之日", "docketing")
        if draft.anchor is None:
            draft.missing.append(("收到发回重审案件的日期", "the day the remanded case was received"))
        return
    elif accepted is not None:
        draft.anchor, draft.anchor_from = accepted, ("立案（受理）之日", "docketing (acceptance)")
    elif prosecuted is not None and draft.rule.startswith("criminal.first"):
        draft.anchor, draft.anchor_from = prosecuted, PROSECUTION
        draft.missing.append(NO_DOCKETING)
        return
    if draft.anchor is None:
        draft.anchor_from = None
        draft.missing.append(NO_DOCKETING)


# --- which events


def _find_events(draft: Draft, record: Mapping[str, Any]) -> None:
    for event in record.get("time_events") or []:
        kind, on, end = f"{event.get('type')}", _day(event.get("date")), _day(event.get("end"))
        reason = f"{event.get('reason') or ''}"
        if kind not in _COULD_LENGTHEN:
            continue
        known = _as_event(draft, kind, on, end or _resumed(record, event), reason, event)
        if known is not None:
            draft.events.append(known)
            continue
        draft.unexplained += int(event.get("count") or 1)
        draft.missing.append(
            (f"“{kind}”的起止日期或者依据", f"dates or ground of the {_COULD_LENGTHEN[kind]}")
        )


def _resumed(record: Mapping[str, Any], event: Mapping[str, Any]) -> date | None:
    """The first resumption told after an event, when it is dated and not before it."""
    events = list(record.get("time_events") or [])
    on = _day(event.get("date"))
    for later in events[events.index(event) + 1 :]:
        if later.get("type") == event.get("type"):
            return None
        day = _day(later.get("date"))
        if later.get("type") == "恢复审理" and day and on and day >= on:
            return day
    return None


def _as_event(
    draft: Draft, kind: str, on: date | None, end: date | None, reason: str, event: Mapping[str, Any]
) -> Event | None:
    """The clock's event, when the text gives ground and days; None otherwise."""
    if kind == "延长审限":
        return _as_extension(draft, on, event)
    if on is None or end is None:
        return None
    if kind == "补充侦查" or (
        kind.endswith("延期审理")
        and (_INVESTIGATION.search(reason) or (kind == "建议延期审理" and not reason))
    ):
        if draft.branch != "criminal":
            return None
        if kind == "建议延期审理" and not reason:
            draft.notes.append(
                (
                    "检察机关建议延期审理，按补充侦查理解",
                    "a proposed adjournment is read as supplementary investigation",
                )
            )
        return SupplementaryInvestigation(on, end)
    if kind == "延期审理":
        return Deduction("evidence_adjournment", on, end) if _NEW_EVIDENCE.search(reason) else None
    if kind == "中止审理":
        grounds = _SUSPENSION_GROUNDS.get(draft.branch, _SUSPENSION_GROUNDS["civil"])
        ground = next((ground for words, ground in grounds if re.search(words, reason)), None)
        return Suspension(ground, on, end) if ground else None
    if kind == "鉴定" and draft.branch == "criminal":  # only that of the accused's mind is excluded
        return Deduction("psychiatric", on, end) if "精神" in reason else None
    return Deduction(_DEDUCTIONS[kind], on, end) if kind in _DEDUCTIONS else None


def _as_extension(draft: Draft, on: date | None, event: Mapping[str, Any]) -> Event | None:
    months, by = event.get("months"), f"{event.get('approved_by') or ''}"
    approver = next((approver for word, approver in _APPROVERS if word in by), None)
    if on is None or approver is None or not isinstance(months, int) or months < 1:
        return None
    return Extension(months, None, approver, None, on, True, ground=None)


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
