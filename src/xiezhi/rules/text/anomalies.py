"""What contradicts itself or is visibly damaged in a document; reported in words, never repaired."""

import re
from collections.abc import Iterator

from xiezhi.rules.text.heading import Heading
from xiezhi.rules.text.procedure import Procedure
from xiezhi.rules.text.sections import Document
from xiezhi.rules.text.signatures import Signatures

_DRAFT = re.compile(r"^ *(?P<mark>终稿|草稿|初稿|定稿|校对稿|送审稿|征求意见稿)")
_MASKED_NAME = re.compile(r"[XxＸ×*]{2,}")
_MASKED_DAY = re.compile(r"[×xX*]")


def _of_heading(document: Document, heading: Heading, parties: list[str]) -> Iterator[str]:
    draft = _DRAFT.match(document.uniform)
    if draft:
        yield f"text begins with the draft mark {draft['mark']}"
    if heading.title and _first_character_is_foreign(document, heading.title):
        yield "first character of the title is corrupted"
    if heading.case_no and "）" not in heading.case_no:
        yield "case number without a year"
    for name in parties:
        if _MASKED_NAME.fullmatch(name):
            yield f"defendant name fully masked as {name}"


def _first_character_is_foreign(document: Document, title: str) -> bool:
    """A title opens with a party's name, so its first character comes again in the body."""
    first = title.lstrip()[0]
    return not first.isascii() and first not in document.uniform[len(title) :]


def _of_dates(procedure: Procedure, signatures: Signatures | None) -> Iterator[str]:
    decided = signatures.decision_date if signatures else None
    if signatures and signatures.date_words:
        masked = _MASKED_DAY.search(signatures.date_words)
        yield "day of the decision date is masked" if masked else "decision date is garbled"
    if decided and any(day > decided for day in procedure.hearing_dates):
        yield "decision date is earlier than a hearing date"
    if decided and procedure.accepted_date and decided < procedure.accepted_date:
        yield "decision date is earlier than the docketing date"
    if decided and procedure.prosecuted_date and decided < procedure.prosecuted_date:
        yield "decision date is earlier than the prosecution date"
    if (
        procedure.accepted_date
        and procedure.prosecuted_date
        and procedure.accepted_date < procedure.prosecuted_date
    ):
        yield "docketing date is earlier than the prosecution date"
    if procedure.accepted_date and any(day < procedure.accepted_date for day in procedure.hearing_dates):
        yield "a hearing date is earlier than the docketing date"


def _of_panel(procedure: Procedure, signatures: Signatures | None) -> Iterator[str]:
    if signatures is None:
        return
    if procedure.panel_type == "独任" and signatures.deciding > 1:
        yield "sole judge stated but a panel signs"
    if procedure.panel_type in ("合议庭", "七人合议庭") and signatures.deciding == 1:
        yield "collegial panel stated but one judge signs"
    if procedure.kind in ("速裁", "简易") and signatures.deciding > 1:
        yield "collegial panel together with the summary procedure"


def find_anomalies(
    document: Document,
    heading: Heading,
    procedure: Procedure,
    signatures: Signatures | None,
    accused: list[str],
) -> list[str]:
    """Every contradiction and damage found, each once."""
    found = [
        *_of_heading(document, heading, accused),
        *_of_dates(procedure, signatures),
        *_of_panel(procedure, signatures),
    ]
    return list(dict.fromkeys(found))
