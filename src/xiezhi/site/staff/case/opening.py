"""Opening the file of a case: on whose behalf, for which purpose, and the entry in the trail for every class read or refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest

from xiezhi.record.audit import note
from xiezhi.record.errors import NotThere
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import CaseFile, file_for
from xiezhi.site.staff.access import viewer_in

PURPOSES = "purposes"  # in the session: what for, by case and post
READ = "case.read"
READ_METADATA = "case.metadata_read"
SENSITIVE = "case.sensitive_opened"


@dataclass(frozen=True, slots=True)
class Opened:
    """A case file in the hands of a viewer. `purpose` is what the viewer stated in this session, if anything."""

    file: CaseFile
    purpose: str

    @property
    def viewer(self) -> Viewer:
        return self.file.viewer

    @property
    def deals_with_it(self) -> bool:
        """Whether the viewer has a part in the case today, whatever past day is looked at."""
        return self.file.has_part

    @property
    def case(self) -> UUID:
        return self.file.case.pk

    @property
    def reads_contents(self) -> bool:
        """Whether parties, events and papers are open, and not the metadata alone."""
        return self.file.opens("O1")


def look_into(request: HttpRequest, case: UUID, verb: str = READ) -> Opened:
    """The file for the viewer of this request. A case that may not be seen is answered like one that does not exist."""
    viewer, purpose = viewer_in(request), stated_purpose(request, case)
    try:
        return Opened(file_for(viewer, case, purpose), purpose)
    except NotThere:
        deny(viewer, verb, case, "not visible")
        raise Http404 from None


def deny(
    viewer: Viewer, verb: str, case: UUID, reason: str, object_class: str = "", object_id: str = ""
) -> None:
    """The entry for something asked for and refused."""
    note(
        viewer, verb, object_class=object_class, object_id=object_id or str(case), case=case, outcome="denied", reason=reason
    )  # fmt: skip


def note_reading(opened: Opened, classes: Iterable[str], part: str) -> None:
    """One entry for every class of objects that the answer shows; metadata alone are noted as such."""
    shown = sorted(classes)
    for object_class in shown:
        note(
            opened.viewer, READ, object_class=object_class, object_id=str(opened.case), case=opened.case,
            purpose=opened.purpose, details={"part": part},
        )  # fmt: skip
    if not shown:
        note(opened.viewer, READ_METADATA, object_id=str(opened.case), case=opened.case)


def note_opening(opened: Opened, value: str, reason: str) -> None:
    """The entry for one protected value opened: which one, and why."""
    note(
        opened.viewer, SENSITIVE, object_class="O1", object_id=value, case=opened.case, purpose=reason or opened.purpose,
    )  # fmt: skip


def stated_purpose(request: HttpRequest, case: UUID) -> str:
    """The purpose stated for a case in this session and post; another post states its own."""
    purposes: dict[str, str] = request.session.get(PURPOSES, {})
    return purposes.get(_key(request, case), "")


def state_purpose(request: HttpRequest, opened: Opened, purpose: str) -> None:
    """Keep the purpose for this session, and note that it was stated."""
    purposes = request.session.get(PURPOSES, {})
    request.session[PURPOSES] = {**purposes, _key(request, opened.case): purpose}
    note(
        opened.viewer, "case.purpose_stated", object_id=str(opened.case), case=opened.case, purpose=purpose,
    )  # fmt: skip


def _key(request: HttpRequest, case: UUID) -> str:
    post = viewer_in(request).post
    return f"{case}/{post.id if post else ''}"
