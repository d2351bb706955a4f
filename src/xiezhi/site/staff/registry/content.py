"""What a form of docketing says, as the content of `case.docketed`; and where what the record refuses stands in the form."""

import re
from typing import Any

from django import forms

from xiezhi.record.errors import XiezhiError
from xiezhi.record.models import Case
from xiezhi.record.schemas import one_spelling
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import searchable_for
from xiezhi.rules.language import tr
from xiezhi.site.staff.recording.inputs import without_path
from xiezhi.site.staff.registry import choices
from xiezhi.site.staff.registry.forms import CUSTODY, PartyForm
from xiezhi.site.staff.registry.sheet import Sheet

Content = dict[str, Any]

SENSITIVE = ("identity_number", "phone", "address")
FACTS = ("foreign_related", "hk_macao_tw", "max_sentence_years")
# Where the parts of the content stand in the form, when they have another name there.
_INPUTS = {"occurred_on": "docketed_on", "amount_fen": "amount", "cause": "cause", "number": ""}
_ROW = re.compile(r"(parties|links)\[(\d+)\](?:\.(.*))?")
_SPEAKER = {"name": "speaker", "kind": "speaker_kind", "firm": "firm"}


def content_of(sheet: Sheet) -> Content:
    """The content of the event. What is not said is left out; the number is given by the record."""
    filing, typed = sheet.filing, sheet.typed
    cause = typed("cause") or ""
    on = typed("docketed_on") or sheet.viewer.on
    code = choices.cause_code(cause, filing.causes, on)
    content: Content = {
        "type": typed("type"),
        "branch": filing.branch,
        "instance": filing.instance,
        "cause": {"name": cause} | ({"code": code} if code else {}),
        "secrecy": typed("secrecy") or "ordinary",
        "parties": [_party(row, number) for number, row in enumerate(sheet.rows, 1)],
    }
    content |= {"procedure": typed("procedure")} if typed("procedure") else {}
    content |= {"amount_fen": typed("amount")} if typed("amount") is not None else {}
    for name in ("received_on", "anchor_on"):
        if typed(name):
            content[name] = typed(name).isoformat()
    facts = _facts(sheet)
    if facts:
        content["facts"] = facts
    return content | _links(sheet)


def refuse(sheet: Sheet, fault: XiezhiError) -> None:
    """Put what the record refused at its input; what belongs to none stands above the form."""
    path = getattr(fault, "field", None) or ""
    words = without_path(tr(fault.zh, fault.en), path)
    form, name = _place(sheet, path)
    if form is not None and name in form.fields:
        form.add_error(name, words)
    else:
        sheet.unplaced.append(words)


def _facts(sheet: Sheet) -> Content:
    typed = sheet.typed
    facts: Content = {name: typed(name) for name in FACTS if typed(name)}
    if typed("max_sentence_years") == 0:
        facts["max_sentence_years"] = 0.0
    if typed(CUSTODY):
        facts[CUSTODY] = typed(CUSTODY) == "yes"
    if typed("election_day"):
        facts["election_day"] = typed("election_day").isoformat()
    if typed("others"):
        facts["others"] = dict.fromkeys(typed("others"), True)
    return facts


def _party(row: PartyForm, number: int) -> Content:
    given = row.cleaned_data
    party: Content = {
        "no": number,
        "role": given.get("role"),
        "kind": given.get("kind"),
        "name": given.get("name"),
    }
    sensitive = {name: given[name] for name in SENSITIVE if given.get(name)}
    if sensitive:
        party["sensitive"] = sensitive
    if given.get("speaker"):
        speaker = {"name": given["speaker"], "kind": given.get("speaker_kind")}
        party["representatives"] = [speaker | ({"firm": given["firm"]} if given.get("firm") else {})]
    if given.get(CUSTODY):
        party[CUSTODY] = given[CUSTODY] == "yes"
    return party


def _links(sheet: Sheet) -> Content:
    """The links by number; where the officer may find the other case, by its identifier too, and in the same dispute."""
    links, dispute = [], None
    for row in sheet.linked:
        given = row.cleaned_data
        number = one_spelling(given.get("number") or "")
        link = {"kind": given.get("kind"), "number": number}
        other = _case_of(sheet.viewer, number)
        if other is not None:
            link["case_id"] = str(other.pk)
            dispute = dispute or str(other.dispute_id)
        links.append(link)
    if not links:
        return {}
    return {"links": links} | ({"dispute_id": dispute} if dispute else {})


def _case_of(viewer: Viewer, number: str) -> Case | None:
    return searchable_for(viewer).filter(number=number).only("pk", "dispute_id").first() if number else None


def _place(sheet: Sheet, path: str) -> tuple[forms.Form | None, str]:
    """The part of the form and its input that a path of the content speaks of."""
    row = _ROW.fullmatch(path)
    if row is None:
        first = path.partition(".")[0]
        last = path.rpartition(".")[2]
        return sheet.form, _INPUTS.get(first, last if first == "facts" else first)
    rows: list[Any] = list(sheet.rows if row[1] == "parties" else sheet.linked)
    place = int(row[2]) - 1
    if place >= len(rows):
        return None, ""
    inner = row[3] or "name"
    last = inner.rpartition(".")[2]
    return rows[place], _SPEAKER.get(last, last) if inner.startswith("representatives") else last
