"""The desk: one case laid open for recording one kind of event, in the hands of one viewer."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.http import Http404, HttpRequest

from xiezhi.record import recorders
from xiezhi.record.errors import NotThere
from xiezhi.record.models import Court
from xiezhi.record.recorders import Data, Recorder
from xiezhi.record.state import CaseState
from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import InputError
from xiezhi.rules.procedure.catalogue import EventKind, event_kind
from xiezhi.site.staff.case.known import Known, know, of_inner_file
from xiezhi.site.staff.case.names import names_of
from xiezhi.site.staff.case.opening import Opened, look_into
from xiezhi.site.staff.case.voice import Voice, voice_of
from xiezhi.work.deadlines.panel import Limit, limit_of

CORRECTION, UNSEALING = "correction.recorded", "record.unsealed"
RECEIVED, DOCKETED = "case.received", "case.docketed"
OF_REGISTRY = (RECEIVED, DOCKETED)  # the first events of a case; the registry's own pages record them
RECORD = "case.record"
REGISTRAR = "filing_officer"


@dataclass(frozen=True)
class Desk:
    """What a form is made from: the case as far as the viewer may see it, as it stands today, and the kind of event."""

    opened: Opened
    known: Known
    kind: EventKind

    @property
    def state(self) -> CaseState:
        return self.known.state

    @property
    def viewer(self) -> Viewer:
        return self.opened.viewer

    @property
    def case(self) -> UUID:
        return self.opened.case

    @property
    def court(self) -> Court:
        return self.opened.file.case.court

    @property
    def today(self) -> date:
        return self.viewer.on

    @property
    def recorder(self) -> Recorder:
        recorder = self.viewer.recorder
        if recorder is None:  # without a post no file opens
            raise NotThere("没有这个案件", "no such case")
        return recorder

    @property
    def has_part(self) -> bool:
        """Whether the viewer deals with the case, and does not record by his office alone."""
        return recorders.has_part(self.viewer.officer, self.state)

    @property
    def division(self) -> str:
        """The division that has the case; before it is assigned that of the viewer, unless the registry is his. Empty: none yet."""
        if self.state.division_id:
            return self.state.division_id
        post = self.viewer.post
        return str(post.division) if post and post.division and post.role != REGISTRAR else ""

    @cached_property
    def limit(self) -> Limit:
        """The limit of the case as it stands."""
        return limit_of(self.state, self.court.level, self.today)

    @cached_property
    def voice(self) -> Voice:
        """The voice in which this case is told; of other cases no number."""
        return voice_of(self.state, names_of(self.known), {}, frozenset())

    def may_record(self, kind: EventKind, data: Data) -> None:
        """Raises Refused when this post may not record it, NotThere when the case is none of its business."""
        recorders.check(self.recorder, kind, data, self.opened.file.case.court_id, self.state)

    def reads(self, seq: int) -> bool:
        """Whether the content of an event is open to the viewer."""
        past = next((one for one in self.state.history if one.seq == seq), None)
        if past is None or not self.opened.reads_contents:
            return False
        return self.opened.file.opens("O2") or not of_inner_file(past, self.state)


def branch_of(state: CaseState) -> str:
    """The branch whose law a case follows: that of its procedure, else the one it was docketed under."""
    return (state.procedure or state.branch).partition(".")[0]


def sit_down(request: HttpRequest, case: UUID, kind: str) -> Desk:
    """The desk for one kind of event. Raises Http404 for what the viewer may not see, and for a kind that no form records.

    A sealed case opens for nothing but its unsealing.
    """
    opened = look_into(request, case, RECORD)
    try:
        known_kind = event_kind(kind)
    except InputError:
        raise Http404 from None
    if kind in OF_REGISTRY or (opened.file.sealed and kind != UNSEALING):
        raise Http404
    known = know(opened.file, None)
    return Desk(opened, known, known_kind)
