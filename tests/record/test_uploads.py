"""Papers of forms: what is never recorded goes after some days, what the record names stays."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.cast import docketed, found_province
from xiezhi.record import documents, uploads

AT = datetime(2019, 4, 1, 9, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]


def sent(contents: bytes, at: datetime = AT) -> str:
    return uploads.keep(io.BytesIO(contents), at).sha256


def test_what_nobody_recorded_goes_after_its_days() -> None:
    digest = sent(b"never recorded")
    assert uploads.forget(AT + WEEK, WEEK) == 0
    assert documents.is_stored(digest)
    assert uploads.forget(AT + WEEK + timedelta(seconds=1), WEEK) == 1
    assert not documents.is_stored(digest)


def test_sent_again_it_waits_anew() -> None:
    digest = sent(b"sent again")
    sent(b"sent again", AT + WEEK)
    assert uploads.forget(AT + WEEK + timedelta(days=1), WEEK) == 0
    assert documents.is_stored(digest)


def test_what_the_record_names_stays() -> None:
    digest = sent(b"in the file")
    paper: dict[str, Any] = {
        "document_no": 1,
        "sha256": digest,
        "name": "a.pdf",
        "media_type": "text/plain",
        "size": 11,
        "file": "main",
    }
    docketed(found_province().river).on(4, 1, "document.filed", **paper)
    assert uploads.forget(AT + 10 * WEEK, WEEK) == 0
    assert documents.is_stored(digest)


def test_a_recorded_form_takes_its_mark_along(django_capture_on_commit_callbacks: Any) -> None:
    digest = sent(b"recorded")
    with django_capture_on_commit_callbacks(execute=True):
        uploads.recorded(digest)
    assert uploads.forget(AT + 10 * WEEK, WEEK) == 0
    assert documents.is_stored(digest)


def test_what_lay_there_before_is_never_removed() -> None:
    digest = documents.store(io.BytesIO(b"brought in by an import")).sha256
    assert sent(b"brought in by an import") == digest
    assert uploads.forget(AT + 10 * WEEK, WEEK) == 0
    assert documents.is_stored(digest)
