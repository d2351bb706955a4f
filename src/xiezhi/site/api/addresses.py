"""What a program can ask. Reads go through the doorways of the record and are noted in the trail as those of the pages are."""

from typing import Any, BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, NinjaAPI, Status, UploadedFile

from xiezhi.record import ledger
from xiezhi.record.audit import note
from xiezhi.record.documents import store
from xiezhi.record.errors import Refused
from xiezhi.record.models import Court
from xiezhi.record.schemas import one_spelling
from xiezhi.record.state import acting
from xiezhi.record.visibility import searchable_for
from xiezhi.rules.procedure.advice import advice
from xiezhi.rules.procedure.catalogue import event_kind, load_procedure
from xiezhi.site.api import recording, shapes, telling
from xiezhi.site.api.door import SignedIn, answer_refusals, recorder_of, spoken, viewer_of
from xiezhi.site.api.situation import situation
from xiezhi.site.staff.case.known import know
from xiezhi.site.staff.case.opening import Opened, deny, look_into, note_reading
from xiezhi.site.staff.recording.desk import UNSEALING
from xiezhi.work.deadlines.panel import limit_of

SEARCHED, STORED, WRITE = "api.searched", "document.stored", "case.record"
PART = "api"  # how the trail names what was read here
LONGEST_NUMBER, MOST_FOUND = 80, 50

api = NinjaAPI(
    title="Xiezhi",
    version="1",
    urls_namespace="api",
    auth=SignedIn(),
    docs_url=None,
    description="Cases and events of a court, and its situation in figures. See docs/api.md.",
)
answer_refusals(api)
api.add_router("/situation", situation)

READS: dict[Any, Any] = {401: shapes.Error, 403: shapes.Error, 404: shapes.Error, 422: shapes.Error}
WRITES: dict[Any, Any] = {**READS, 400: shapes.Error, 409: shapes.Error, 413: shapes.Error}


@api.get("/kinds", response={200: shapes.Kinds, **READS})
@spoken
def kinds(request: HttpRequest) -> shapes.Kinds:
    """The catalogue of events, each kind with the JSON schema of its content."""
    return shapes.Kinds(kinds=[telling.kind_of(kind) for kind in load_procedure().kinds.values()])


@api.get("/cases", response={200: shapes.Found, **READS})
@spoken
def find_cases(request: HttpRequest, number: str) -> shapes.Found:
    """The cases of this number that the viewer may find, however the number is written."""
    viewer = viewer_of(request)
    spelt = one_spelling(number[: LONGEST_NUMBER + 1])
    rows = searchable_for(viewer).filter(number=spelt).select_related("court").order_by("filed_on", "id")
    found = [shapes.CaseLine(**telling.line_of(case)) for case in rows[:MOST_FOUND]]
    note(viewer, SEARCHED, object_class="O1", details={"query": number[:LONGEST_NUMBER], "count": len(found)})
    return shapes.Found(cases=found)


@api.post("/cases", response={200: shapes.Written, 201: shapes.Written, **WRITES})
@spoken
def open_case(request: HttpRequest, asked: shapes.NewCase) -> Any:
    """Open a case in the court of the recorder's post; a docketed one gets the next number when it brings none."""
    viewer = viewer_of(request)
    new = recording.open_case(asked, viewer, Court.objects.get(pk=recorder_of(viewer).court).code)
    return Status(200 if new.repeated else 201, new)


@api.get("/cases/{case_id}", response={200: shapes.CaseAnswer, **READS})
@spoken
def read_case(request: HttpRequest, case_id: UUID) -> shapes.CaseAnswer:
    """A case as far as the viewer may see it: metadata and limit, and the events where the file is open."""
    viewer_of(request)
    opened = look_into(request, case_id)
    _refuse_sealed(opened, case_id)
    known = know(opened.file, None)
    limit = limit_of(known.state, opened.file.case.court.level, known.on)
    answer = telling.case_of(opened, known, limit)
    note_reading(opened, telling.classes_shown(opened, known), PART)
    return answer


@api.post("/cases/{case_id}/events", response={200: shapes.Written, 201: shapes.Written, **WRITES})
@spoken
def record_event(request: HttpRequest, case_id: UUID, asked: shapes.NewEvent) -> Any:
    """Record an event: it takes effect in law on `occurred_on`, it is recorded now."""
    viewer = viewer_of(request)
    opened = look_into(request, case_id, WRITE)  # a case that may not be seen is not there
    if asked.kind != UNSEALING:
        _refuse_sealed(opened, case_id)
    new = recording.append(case_id, asked, viewer)
    return Status(200 if new.repeated else 201, new)


@api.post("/cases/{case_id}/events/preview", response={200: shapes.Preview, **WRITES})
@spoken
def preview_event(request: HttpRequest, case_id: UUID, asked: shapes.Foreseen) -> shapes.Preview:
    """What an event would make of the limit, and advice on it. Everything is checked as for recording; nothing is written."""
    viewer = viewer_of(request)
    opened = look_into(request, case_id, WRITE)
    _refuse_sealed(opened, case_id)
    on = recording.day_of(asked.occurred_on)
    recording.refuse_missing_contents(asked.kind, asked.data)
    foreseen = ledger.foresee(
        case_id, asked.kind, asked.data, occurred_on=on, by=recorder_of(viewer), at=timezone.now()
    )
    before, after = (
        limit_of(state, foreseen.court_level, viewer.on) for state in (foreseen.before, foreseen.after)
    )
    found = advice(
        asked.kind, asked.data, foreseen.before, on, past=acting(foreseen.before), outcome=before.outcome, after=after.outcome,
        court_level=foreseen.court_level, recorded_on=viewer.on,
    )  # fmt: skip
    note_reading(opened, (), PART)
    return shapes.Preview(
        before=telling.limit_of(before), after=telling.limit_of(after), advice=telling.advice_of(found)
    )


@api.post("/documents", response={201: shapes.StoredContents, **WRITES})
@spoken
def store_contents(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Keep the contents of a document; a document.filed event then names their digest."""
    viewer = viewer_of(request)
    if recorder_of(viewer).role not in event_kind(recording.FILED).recorders:
        raise Refused("您的岗位不登记材料", "your post files no documents")
    kept = store(cast(BinaryIO, file))
    note(viewer, STORED, object_id=kept.sha256)
    return Status(201, shapes.StoredContents(**kept._asdict()))


def _refuse_sealed(opened: Opened, case_id: UUID) -> None:
    """There is a case, and nothing of it is told."""
    if opened.file.sealed:
        deny(opened.viewer, "case.read", case_id, "protected or sealed")
        raise Refused("本案受保护或者已封存", "the case is protected or sealed")
