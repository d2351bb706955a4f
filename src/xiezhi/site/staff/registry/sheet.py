"""One form of docketing as it stands: what was typed, its rows, its paper, and what it says as the content of an event."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from xiezhi.record.errors import InputError
from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import OutsideValidity
from xiezhi.rules.language import tr
from xiezhi.rules.limits.catalogue import RuleVersion
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.procedure.filing import Filing, filing_of
from xiezhi.site.staff.recording.papers import Kept, keep, sealed, unsealed
from xiezhi.site.staff.recording.saving import token_in
from xiezhi.site.staff.registry import choices
from xiezhi.site.staff.registry.forms import CaseForm, LinkForm, PartyForm, usual_kind

FEWEST_PARTIES, MOST_PARTIES, MOST_LINKS, ADDED = 2, 300, 50, 2
MORE_PARTIES, MORE_LINKS = "more_parties", "more_links"
LINK_OF_INSTANCE = {"second": "appeal_of", "retrial_review": "retrial_of", "retrial": "retrial_of"}
ENFORCEMENT = ("1002", "enforcement_of"), ("1003", "resumption_of")


class Received(NamedTuple):
    """A case that was received and is docketed now: its day of receipt, and the last event its writer saw."""

    case: UUID
    received_on: date | None
    seen: int


class Fault(NamedTuple):
    """Something to correct: the input, its label, what is wrong."""

    where: str
    label: str
    words: str


@dataclass
class Sheet:
    """The form in the hands of a filing officer. `received`: None for a case that comes in with its docketing."""

    viewer: Viewer
    form: CaseForm
    parties: list[PartyForm]
    links: list[LinkForm]
    token: str
    received: Received | None
    kept: Kept | None
    unplaced: list[str]

    @property
    def level(self) -> str:
        return self.viewer.post.level if self.viewer.post else ""

    @property
    def filing(self) -> Filing:
        return self.form.filing

    @property
    def rows(self) -> list[PartyForm]:
        """The parties that are filled in, in the order of their numbers."""
        return [party for party in self.parties if not party.is_blank]

    @property
    def linked(self) -> list[LinkForm]:
        return [link for link in self.links if not link.is_blank]

    @property
    def kept_sealed(self) -> str:
        return sealed(_place(self.viewer), self.kept) if self.kept else ""

    def typed(self, name: str) -> Any:
        """What was typed into an input, read; None where it could not be read."""
        return self.form.cleaned_data.get(name)

    def is_valid(self) -> bool:
        """Whether every input could be read, and there is a party."""
        every = [
            self.form.is_valid(),
            *(row.is_valid() for row in self.rows),
            *(one.is_valid() for one in self.linked),
        ]
        if not self.rows:
            self.parties[0].add_error("name", tr("请至少填一名当事人", "Name at least one party"))
        return all(every) and bool(self.rows) and not self.unplaced

    def forgive(self) -> None:
        """The form is only drawn anew: nothing is wrong yet."""
        for part in (self.form, *self.parties, *self.links):
            part.forgive()

    def told(self) -> Iterator[Fault]:
        """Everything to correct, in the order of the form."""
        for words in (*self.unplaced, *self.form.non_field_errors()):
            yield Fault("", "", str(words))
        for part in (self.form, *self.parties, *self.links):
            if isinstance(part, PartyForm | LinkForm) and part.is_blank and not part.errors:
                continue
            for name, said in part.errors.items():
                if name in part.fields:
                    bound, number = part[name], getattr(part, "number", 0)
                    label = f"{bound.label} {number}" if number else str(bound.label)
                    yield from (Fault(bound.auto_id, label, str(words)) for words in said)


def lay_out(request: HttpRequest, viewer: Viewer, received: Received | None) -> Sheet:
    """The form of this request: new, or as it was sent."""
    posted = _with_usual(request.POST, viewer) if request.method == "POST" else None
    level = viewer.post.level if viewer.post else ""
    code = str(posted["type"]) if posted is not None else choices.first_type(level)
    filing = filing_of(code)
    rule = str(posted["procedure"]) if posted is not None else next(iter(filing.procedures_at(level)), "")
    form = CaseForm(
        posted, request.FILES or None, level=level, filing=filing, version=_version(rule, posted, viewer.on), on=viewer.on,
        received=received is not None,
    )  # fmt: skip
    form.initial.update({"type": code, "procedure": rule})
    sheet = Sheet(
        viewer, form, _parties(posted, filing), _links(posted, code, filing), token_in(request.POST.get("token", "")),
        received, None, [],
    )  # fmt: skip
    if posted is not None:
        for part in (form, *sheet.parties, *sheet.links):
            part.full_clean()
        sheet.kept = _paper(sheet, posted.get("kept", ""))
    return sheet


def _with_usual(sent: QueryDict, viewer: Viewer) -> QueryDict:
    """What was sent, with what a change of type makes necessary: a procedure the type has, parts for the rows left empty."""
    posted = sent.copy()
    level = viewer.post.level if viewer.post else ""
    code = posted.get("type", "")
    filing = filing_of(code)
    offered = [rule for rule, _ in choices.procedure_choices(filing, level)]
    if posted.get("typed_for", code) != code or posted.get("procedure", "") not in offered:
        posted["procedure"] = offered[0]
        for number in range(1, _count(posted, "parties", FEWEST_PARTIES, MOST_PARTIES) + 1):
            if not posted.get(f"parties-{number}-name"):
                posted[f"parties-{number}-role"] = _role(filing, number)
                posted[f"parties-{number}-kind"] = usual_kind(_role(filing, number))
    for name in ("type", "procedure"):
        posted.setdefault(name, "")
    return posted


def _parties(posted: QueryDict | None, filing: Filing) -> list[PartyForm]:
    count = FEWEST_PARTIES
    if posted is not None:
        count = _count(posted, "parties", FEWEST_PARTIES, MOST_PARTIES)
        added = min(MOST_PARTIES, count + ADDED) if posted.get("act") == MORE_PARTIES else count
        for number in range(count + 1, added + 1):  # a new row begins with its usual part
            posted[f"parties-{number}-role"] = _role(filing, number)
            posted[f"parties-{number}-kind"] = usual_kind(_role(filing, number))
        count = added
    return [PartyForm(posted, number, filing, _role(filing, number)) for number in range(1, count + 1)]


def _links(posted: QueryDict | None, code: str, filing: Filing) -> list[LinkForm]:
    usual = dict(ENFORCEMENT).get(code) or LINK_OF_INSTANCE.get(filing.instance, "")
    count = 1
    if posted is not None:
        count = _count(posted, "links", 1, MOST_LINKS)
        count = min(MOST_LINKS, count + 1) if posted.get("act") == MORE_LINKS else count
        for number in range(1, count + 1):
            if not posted.get(f"links-{number}-number"):
                posted[f"links-{number}-kind"] = usual
    return [LinkForm(posted, number, usual) for number in range(1, count + 1)]


def _role(filing: Filing, number: int) -> str:
    """The usual part of the row of a number: the two sides, and whoever else the second side has."""
    return filing.roles[min(number, 2) - 1] if len(filing.roles) > 1 else (filing.roles or ("other",))[0]


def _count(posted: QueryDict, rows: str, fewest: int, most: int) -> int:
    sent = posted.get(f"{rows}.rows", "")
    number = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 5 else fewest
    return max(fewest, min(most, number))


def _version(rule: str, posted: QueryDict | None, today: date) -> RuleVersion | None:
    """The wording of the procedure on the day of docketing, to know which facts it asks for."""
    known = load_catalogue().rules.get(rule)
    if known is None:
        return None
    try:
        on = date.fromisoformat(posted.get("docketed_on", "")) if posted is not None else today
    except ValueError:
        on = today
    try:
        return known.version(on)
    except OutsideValidity:
        return known.versions[-1]


def _paper(sheet: Sheet, carried: str) -> Kept | None:
    """The paper sent now, or the one that an earlier, refused form brought."""
    upload = sheet.form.files.get("upload") if sheet.form.files else None
    if isinstance(upload, UploadedFile):
        try:
            return keep(upload)
        except InputError as fault:
            sheet.form.add_error("upload", tr(fault.zh, fault.en))
            return None
    return unsealed(_place(sheet.viewer), carried) if carried else None


def _place(viewer: Viewer) -> str:
    """For whom a kept paper waits: this officer, with a case to come."""
    return f"registry/{viewer.officer}"
