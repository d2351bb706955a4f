"""The audit of judgments as rows, as JSON and as one self-contained page (no request leaves it), for a trial-management office.

The page: counts first, then one entry a case with its time line, what was excluded, what is missing to tell, and the derivation
with its articles. Long lists stay usable because an entry is folded until opened.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, TextIO

import xiezhi
from xiezhi.rules.audit import PROSECUTION, VERDICT_WORDS, Audit, Verdict
from xiezhi.rules.limits.catalogue import Catalogue
from xiezhi.rules.limits.exchange import write_outcome
from xiezhi.rules.limits.issues import ISSUE_TEXTS
from xiezhi.rules.limits.loader import load_catalogue

COLUMNS = (
    "doc_id", "case_no", "court", "rule", "anchor_date", "anchor_from", "limit_from", "deadline", "closed_on", "gross_days",
    "deducted_days", "days_over", "verdict", "missing", "notes", "issues",
)  # fmt: skip
WIDTH, LEFT, BAND = 640, 8, 14


def _pick(words: tuple[str, str], lang: str) -> str:
    return words[1] if lang == "en" else words[0]


def row(audit: Audit, lang: str) -> dict[str, Any]:
    """One audit as plain cells, keyed by COLUMNS; dates ISO, lists joined."""
    outcome, case = audit.outcome, audit.case
    joint = "; " if lang == "en" else "；"
    return {
        "doc_id": audit.record.get("doc_id"),
        "case_no": audit.record.get("case_no") or audit.record.get("doc_id"),
        "court": audit.record.get("court"),
        "rule": case.procedure if case else None,
        "anchor_date": case.anchor_date if case else None,
        "anchor_from": _pick(audit.anchor_from, lang) if audit.anchor_from else None,
        "limit_from": outcome.anchor_date if outcome else None,
        "deadline": outcome.deadline if outcome else None,
        "closed_on": case.closed_on if case else None,
        "gross_days": outcome.gross_days if outcome else None,
        "deducted_days": outcome.deducted_days if outcome else None,
        "days_over": audit.days_over,
        "verdict": str(audit.verdict),
        "missing": joint.join(_pick(words, lang) for words in audit.missing),
        "notes": joint.join(_pick(words, lang) for words in audit.notes),
        "issues": " ".join(outcome.issues) if outcome else "",
    }


def as_json(audit: Audit) -> dict[str, Any]:
    """One audit whole: the record, the clock's answer with its steps, verdict, what is missing, in both languages."""
    answer = write_outcome(audit.case, audit.outcome) if audit.case and audit.outcome else None
    return {
        "doc_id": audit.record.get("doc_id"),
        "case_no": audit.record.get("case_no"),
        "verdict": str(audit.verdict),
        "anchor_from": list(audit.anchor_from) if audit.anchor_from else None,
        "days_over": audit.days_over,
        "missing": [list(words) for words in audit.missing],
        "notes": [list(words) for words in audit.notes],
        "deadline": answer,
        "record": dict(audit.record),
    }


def counts(audits: Sequence[Audit]) -> dict[Verdict, int]:
    """How many judgments got which verdict, all verdicts named."""
    found = Counter(audit.verdict for audit in audits)
    return {verdict: found[verdict] for verdict in Verdict}


def summary(audits: Sequence[Audit], errors: Sequence[dict[str, Any]], lang: str) -> str:
    """The closing line: counts of verdicts, and of lines that could not be read."""
    parts = [f"{_pick(VERDICT_WORDS[verdict], lang)} {count}" for verdict, count in counts(audits).items()]
    if lang == "en":
        unread = f"; {len(errors)} lines unreadable" if errors else ""
        return f"{len(audits)} judgments: {', '.join(parts)}{unread}"
    unread = f"；无法读取 {len(errors)} 行" if errors else ""
    return f"共 {len(audits)} 份：{'，'.join(parts)}{unread}"


def timeline(audit: Audit) -> dict[str, Any] | None:
    """The picture of one case in SVG units: worked and excluded bands, marks of soft and last day and of the closing."""
    outcome, case = audit.outcome, audit.case
    if outcome is None or case is None or case.anchor_date is None:
        return None
    ends = [day for day in (outcome.deadline, case.closed_on) if day is not None and day >= case.anchor_date]
    if not ends or (max(ends) - case.anchor_date).days == 0:
        return None
    first, span = case.anchor_date, (max(ends) - case.anchor_date).days
    closed = case.closed_on or outcome.deadline or first

    def at(day: date) -> float:
        return round(LEFT + min(max((day - first).days / span, 0), 1) * (WIDTH - 2 * LEFT), 1)

    limit = outcome.deadline or closed
    return {
        "width": WIDTH,
        "band": BAND,
        "start": at(first),
        "worked": at(min(max(closed, first), limit)) - at(first),
        "rest": at(limit) - at(min(max(closed, first), limit)),
        "limit": at(limit),
        "over": max(0.0, at(closed) - at(limit)) if outcome.deadline else 0.0,
        "excluded": [(at(span_.start), at(span_.end or closed) - at(span_.start)) for span_ in outcome.spans],
        "soft": at(outcome.soft_deadline) if outcome.soft_deadline else None,
        "deadline": outcome.deadline,
        "restart": at(outcome.anchor_date) if outcome.anchor_date and outcome.anchor_date > first else None,
        "closed_at": at(closed) if case.closed_on else None,
        "closed": case.closed_on,
        "first": first,
    }


def _entry(audit: Audit, catalogue: Catalogue, lang: str) -> dict[str, Any]:
    outcome = audit.outcome
    rule = catalogue.rules[audit.case.procedure] if audit.case else None
    steps = [
        {
            "text": step.text_en if lang == "en" else step.text_zh,
            "sources": [source.en if lang == "en" else source.zh for source in step.sources],
        }
        for step in (outcome.steps if outcome else ())
    ]
    return {
        **row(audit, lang),
        "rule_name": _pick((rule.name_zh, rule.name_en), lang) if rule else None,
        "verdict_words": _pick(VERDICT_WORDS[audit.verdict], lang),
        "missing_list": [_pick(words, lang) for words in audit.missing],
        "notes_list": [_pick(words, lang) for words in audit.notes],
        "issues_list": [_pick(ISSUE_TEXTS[issue], lang) for issue in (outcome.issues if outcome else ())],
        "anomalies": audit.record.get("anomalies") or [],
        "steps": steps,
        "from_prosecution": audit.anchor_from == PROSECUTION,
        "provisional": bool(outcome and outcome.provisional),
        "timeline": timeline(audit),
    }


def write_html(stream: TextIO, audits: Sequence[Audit], errors: Sequence[dict[str, Any]], lang: str) -> None:
    """Write the whole page. Everything from the judgments is escaped: texts are hostile until shown harmless."""
    from jinja2 import Environment, PackageLoader

    catalogue = load_catalogue()
    environment = Environment(
        loader=PackageLoader("xiezhi.site"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    page = environment.get_template("audit.html.j2")
    order = list(Verdict)
    total = max(len(audits), 1)
    shares = [
        {
            "verdict": str(verdict),
            "words": _pick(VERDICT_WORDS[verdict], lang),
            "count": count,
            "share": 100 * count / total,
        }
        for verdict, count in counts(audits).items()
    ]
    missing = Counter(
        _pick(words, lang)
        for audit in audits
        for words in audit.missing
        if audit.verdict is Verdict.CANNOT_TELL
    )
    stream.writelines(
        page.generate(
            lang=lang,
            tr=lambda zh, en: en if lang == "en" else zh,
            entries=(
                _entry(audit, catalogue, lang)
                for audit in sorted(audits, key=lambda audit: order.index(audit.verdict) != 1)
            ),
            total=len(audits),
            shares=shares,
            missing=missing.most_common(12),
            errors=errors,
            version=xiezhi.__version__,
            checked_to=catalogue.texts_checked_to,
            known_through=catalogue.known_through,
        )
    )
