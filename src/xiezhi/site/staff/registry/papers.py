"""The complaint sent along with a docketing: kept at once, carried by the form under a signature of this officer, filed with it."""

from typing import Any

from django.core import signing

from xiezhi.record.viewers import Viewer
from xiezhi.site.staff.recording.papers import KEPT_FOR, LONGEST_TITLE, Kept


def sealed(viewer: Viewer, kept: Kept) -> str:
    """A kept paper as the form carries it."""
    return signing.dumps(list(kept), salt=_salt(viewer))


def unsealed(viewer: Viewer, carried: str) -> Kept | None:
    """The paper a form carried; None for one that was never kept here by this officer."""
    try:
        sha256, size, media_type, name = signing.loads(carried, salt=_salt(viewer), max_age=KEPT_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Kept(sha256, size, media_type, name)


def filing(kept: Kept) -> dict[str, Any]:
    """The content of `document.filed`: the first paper of the main file."""
    return {
        "document_no": 1, "sha256": kept.sha256, "name": kept.name, "media_type": kept.media_type, "size": kept.size,
        "file": "main", "title": kept.title[:LONGEST_TITLE],
    }  # fmt: skip


def _salt(viewer: Viewer) -> str:
    return f"registry/{viewer.officer}"
