"""Papers sent along with a form: kept at once, so that a refused form loses nothing, filed with the event in one transaction.

What a kept paper is travels in the form under a signature for one place: this officer in this case, or with this new docketing.
"""

from typing import Any, BinaryIO, NamedTuple, cast

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from xiezhi.record import uploads
from xiezhi.record.errors import InputError, NotThere, Refused
from xiezhi.rules.procedure.catalogue import EventKind, event_kind
from xiezhi.site.staff.recording.desk import Desk

FILED = "document.filed"
# Kinds that rest on a paper without naming it in a field of their own.
ON_PAPER = frozenset(
    {
        "extension.granted", "extension.refused", "suspension.ended", "procedure.converted", "recusal.granted", "case.transferred",
        "supplementary_investigation.started", "supplementary_investigation.returned", "service.completed", "appeal.filed", "appeal.withdrawn",
    }
)  # fmt: skip
NAMED_IN = ("document", "minutes", "order")  # the fields that name the paper an event rests on
LONGEST_NAME, LONGEST_TITLE = 255, 200
KEPT_FOR = 24 * 3600  # seconds a form may wait


class Kept(NamedTuple):
    """A paper that lies in the storage and is not filed yet."""

    sha256: str
    size: int
    media_type: str
    name: str

    @property
    def title(self) -> str:
        """The name without its ending."""
        return (self.name.rpartition(".")[0] or self.name)[:LONGEST_TITLE]


def takes_paper(desk: Desk, kind: EventKind) -> bool:
    """Whether a file can be sent along: where a paper belongs to the act, and the viewer may file one."""
    if kind.name == FILED:
        return True
    if kind.name not in ON_PAPER and naming_field(kind) is None:
        return False
    try:
        desk.may_record(event_kind(FILED), {"file": "main"})
    except (Refused, NotThere):
        return False
    return True


def naming_field(kind: EventKind) -> str | None:
    """The field in which an event names the paper it rests on."""
    names = {field.name for field in kind.fields}
    return next((name for name in NAMED_IN if name in names), None)


def keep(upload: "UploadedFile[Any]") -> Kept:
    """Put a file into the storage. Raises InputError for an empty one, or one too large."""
    try:
        stored = uploads.keep(cast(BinaryIO, upload.file), timezone.now())
    except InputError as fault:
        raise InputError(fault.zh, fault.en, field="upload") from None
    name = "".join(sign for sign in (upload.name or "") if sign.isprintable()).strip()
    return Kept(*stored, name=name[-LONGEST_NAME:] or stored.sha256[:16])


def sealed(place: str, kept: Kept) -> str:
    """A kept paper as the form of a place carries it."""
    return signing.dumps(list(kept), salt=place)


def unsealed(place: str, carried: str) -> Kept | None:
    """The paper a form carried; None for one that was never kept for this place."""
    try:
        sha256, size, media_type, name = signing.loads(carried, salt=place, max_age=KEPT_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Kept(sha256, size, media_type, name)


def filing(kept: Kept, number: int, title: str = "") -> dict[str, Any]:
    """The content of `document.filed` for a paper that goes along with another act, into the main file."""
    return {
        "document_no": number,
        **of_paper(kept),
        "file": "main",
        "title": (title or kept.title)[:LONGEST_TITLE],
    }


def of_paper(kept: Kept) -> dict[str, Any]:
    """What the contents of a paper say of it, as `document.filed` writes it."""
    return {"sha256": kept.sha256, "name": kept.name, "media_type": kept.media_type, "size": kept.size}
