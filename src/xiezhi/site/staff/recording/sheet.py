"""The sheet: one form as it lies before the viewer, from a link or as it was sent, with everything its page and its writing need."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, QueryDict

from xiezhi.record.documents import UNKNOWN
from xiezhi.record.errors import InputError, NotThere
from xiezhi.rules.language import tr
from xiezhi.rules.procedure.catalogue import EventKind
from xiezhi.site.staff.case.corrections import REPLACE, WITHDRAW, may_correct
from xiezhi.site.staff.recording import automatic, correcting, ladder, papers
from xiezhi.site.staff.recording.closing_days import CLOSING, ClosingDays
from xiezhi.site.staff.recording.correcting import Target
from xiezhi.site.staff.recording.desk import CORRECTION, Desk
from xiezhi.site.staff.recording.drawn import Drawn, drawn
from xiezhi.site.staff.recording.entry_form import OCCURRED, UPLOAD, EntryForm
from xiezhi.site.staff.recording.foresight import Foresight, foresee, waiting
from xiezhi.site.staff.recording.lists import Lists
from xiezhi.site.staff.recording.papers import FILED, Kept
from xiezhi.site.staff.recording.prefill import starting_content, starting_day
from xiezhi.site.staff.recording.saving import Act, token_in
from xiezhi.site.staff.typed import typed_day

KEPT, TOKEN, SEEN, EVENT, ACTION, REASON = (
    "kept", "token", "seen", "event", "action", "reason",
)  # fmt: skip
BASE = "data."
LONGEST_REASON = 2000


@dataclass(frozen=True)
class Sheet:
    """A form with its desk. `sent` is what came back (None: just opened); `target` the event a correction is about.
    `chosen_from` = the lists of a sheet of the same case and day, so that nothing is asked twice."""

    desk: Desk
    sent: QueryDict | None
    files: Any
    target: Target | None
    chosen_from: Lists | None = None

    @property
    def kind(self) -> EventKind:
        """The kind whose fields are asked for: that of the event itself, or of the one corrected."""
        return self.target.kind if self.target else self.desk.kind

    @cached_property
    def form(self) -> EntryForm:
        target, desk = self.target, self.desk
        return EntryForm(
            self.kind,
            self.lists,
            correcting.masked(target.content) if target else starting_content(desk),
            target.on if target else starting_day(desk),
            base=BASE if target else "",
            hidden=("no",),
            left_out=automatic.left_out(self.kind)
            | (ladder.unneeded(desk) if target is None else frozenset()),
            takes_paper=self.takes_paper,
            posted=self.sent,
            files=self.files,
        )

    @cached_property
    def lists(self) -> Lists:
        """What can be chosen, for the day of the event."""
        return self.chosen_from or Lists(self.desk, self._day)

    @cached_property
    def days(self) -> ClosingDays | None:
        """Way and day for each party, where a case with several is closed."""
        if self.desk.kind.name != CLOSING:
            return None
        days = ClosingDays(self.desk, self.sent)
        return days if len(days.people) > 1 else None

    @property
    def action(self) -> str:
        """How an event is corrected."""
        ways = self.target.ways if self.target else ()
        chosen = self.sent.get(ACTION, "") if self.sent is not None else ""
        return chosen if chosen in ways else (ways[0] if ways else "")

    @property
    def parts(self) -> list[Drawn]:
        """The inputs of the form as its template draws them."""
        return list(drawn(self.form))

    @property
    def reason(self) -> str:
        return self.sent.get(REASON, "").strip() if self.sent is not None else ""

    @property
    def takes_paper(self) -> bool:
        return self.target is None and papers.takes_paper(self.desk, self.desk.kind)

    @property
    def paper_first(self) -> bool:
        """Whether the file is what the form is about."""
        return self.takes_paper and self.desk.kind.name == FILED

    @cached_property
    def token(self) -> str:
        return token_in(self.sent.get(TOKEN, "") if self.sent is not None else "")

    @property
    def seen(self) -> int:
        """The last entry the writer knew of."""
        if self.sent is None:
            return self.desk.state.last_seq
        sent = self.sent.get(SEEN, "")
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0

    @cached_property
    def _paper(self) -> tuple[Kept | None, InputError | None]:
        """The paper sent now, or with an earlier, refused form; or what is wrong with it."""
        if not self.takes_paper or self.sent is None:
            return None, None
        if self.form.uploaded is None:
            return papers.unsealed(self._place, self.sent.get(KEPT, "")), None
        try:
            return papers.keep(self.form.uploaded), None
        except InputError as fault:
            return None, fault

    @property
    def kept(self) -> Kept | None:
        return self._paper[0]

    @property
    def kept_sealed(self) -> str:
        """The kept paper as the form carries it until it is recorded."""
        return papers.sealed(self._place, self.kept) if self.kept else ""

    @property
    def _place(self) -> str:
        """For whom a kept paper waits: this officer, in this case."""
        return f"recording/{self.desk.case}/{self.desk.viewer.officer}"

    @property
    def _day(self) -> date:
        """The day the lists are made for: the one typed, if it is one."""
        default = self.target.on if self.target else starting_day(self.desk)
        try:
            return typed_day(self.sent.get(OCCURRED, "").strip()) if self.sent is not None else default
        except InputError:
            return default

    # --- reading what was sent

    @cached_property
    def is_valid(self) -> bool:
        """Whether everything that must be filled in is, and can be read; else the faults stand at their fields."""
        form, days, fault = self.form, self.days, self._paper[1]
        form.is_valid()
        if self.target is not None and self.action == WITHDRAW:
            form.forgive()
        elif days is not None and days.last is not None and self._counts_by_party(days):
            form.forgive(OCCURRED, "way")
            form.content["way"], form.cleaned_data[OCCURRED] = days.last
        if self.target is not None and not 1 <= len(self.reason) <= LONGEST_REASON:
            form.add_error(None, tr("请写明更正的理由", "State the reason of the correction"))
        if days is not None and not days.is_valid():
            form.add_error(None, tr("请改正各当事人的送达日期", "Please correct the days of the parties"))
        if fault is not None:
            form.refuse(fault)
        return not form.errors

    def _counts_by_party(self, days: ClosingDays) -> bool:
        """Whether way and day of the parties close the case: typed ones do, those of the record only where no other way was chosen."""
        return days.has_changed() or not self.form.cleaned_data.get("way")

    @property
    def on(self) -> date | None:
        """The day of the event: that of the form; a correction is made today."""
        if self.target is not None:
            return self.desk.today
        day = self.form.cleaned_data.get(OCCURRED)
        return day if isinstance(day, date) else None

    @property
    def _moved(self) -> date:
        """The day that a correction gives the event."""
        assert self.target is not None
        day = self.form.cleaned_data.get(OCCURRED)
        return day if isinstance(day, date) else self.target.on

    def content(self, kept: Kept | None) -> dict[str, Any]:
        """The content of the event, whole."""
        if self.target is not None:
            new = correcting.numbered("parties", self.form.content)
            return correcting.correction(self.target, self.action, self.reason, new, self._moved)
        content = automatic.completed(self.desk, self.desk.kind, self.form.content, kept)
        named = papers.naming_field(self.desk.kind)
        if kept is not None and named and not content.get(named):
            content[named] = kept.title
        return content

    def act(self) -> Act:
        """What is to be written. Raises InputError for a paper that is missing, or a correction that corrects nothing."""
        kept = self.kept
        if self.desk.kind.name == FILED and kept is None:
            raise InputError("请选择要入卷的文件", "Choose the file", field=UPLOAD)
        if self.target is not None and self.action == REPLACE:
            new = correcting.numbered("parties", self.form.content)
            if correcting.is_unchanged(self.target, new, self._moved):
                raise InputError("没有改动任何内容", "Nothing was changed")
        content = self.content(kept)
        on = self.on
        assert on is not None  # asked for before
        return Act(content, on, kept, self.token, self.seen)

    # --- what it would do

    def foresight(self) -> Foresight:
        """The answer beside the form, however far it is filled in."""
        if self.sent is None:
            return self._opened().foresight()
        paper = self._pretended()
        complete, on = self.is_valid, self.on
        lacking = [fault.label or fault.words for fault in self.form.told]
        if self.desk.kind.name == FILED and paper is None:
            lacking.append(tr("文件", "File"))
        if not complete or on is None or lacking:
            return waiting(self.desk, self.form.content, on, tuple(dict.fromkeys(lacking)))
        return foresee(self.desk, self.content(paper), on)

    def _pretended(self) -> Kept | None:
        """A paper that is chosen, but not sent yet, stands in for itself."""
        if self.takes_paper and self.sent is not None and self.sent.get(UPLOAD):
            return Kept("0" * 64, 0, UNKNOWN, tr("随附文件", "the file sent along"))
        return self.kept

    def _opened(self) -> "Sheet":
        """The sheet as if it were sent the way it was opened."""
        data = QueryDict(mutable=True)
        inputs = [(form, name) for form in (self.form, self.days) if form for name in form.fields]
        for form, name in inputs:
            field = form.fields[name]
            value = field.prepare_value(form.get_initial_for_field(field, name))
            if isinstance(value, list):
                data.setlist(name, [str(one) for one in value])
            elif value not in (None, False):
                data[name] = value.isoformat() if isinstance(value, date) else str(value)
        for part in self.form.rows_inside():
            data[part.count_name] = str(len(part.rows))
        if self.target is not None:
            data[REASON] = "…"
        return Sheet(self.desk, data, None, self.target, self.lists)


def lay_out(desk: Desk, request: HttpRequest) -> Sheet:
    """The sheet of a request. Raises Http404 for a correction of what the viewer may not correct."""
    sent = request.POST if request.method == "POST" else None
    target = None
    if desk.kind.name == CORRECTION:
        target = _target(desk, (sent if sent is not None else request.GET).get(EVENT, ""))
    return Sheet(desk, sent, request.FILES if sent is not None else None, target)


def _target(desk: Desk, typed: str) -> Target | None:
    if not typed:
        return None
    seq = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    target = correcting.target_of(desk.state, seq)
    court = desk.opened.file.case.court_id
    try:
        allowed = target is not None and may_correct(
            desk.opened, desk.recorder, desk.state, court, target.happening
        )
    except NotThere:
        allowed = False
    if target is None or not allowed:
        raise Http404
    return target
