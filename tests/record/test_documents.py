"""The storage of documents: found by contents, encrypted, what a paper is told by its first bytes."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from xiezhi.record import documents
from xiezhi.record.errors import InputError, NotThere

PDF = b"%PDF-1.7\n" + "判决书".encode()


@pytest.fixture(autouse=True)
def storage(settings, tmp_path: Path) -> Path:
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"documents": own}
    return tmp_path


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_stored_comes_back() -> None:
    stored = documents.store(io.BytesIO(PDF))
    assert stored == (hashlib.sha256(PDF).hexdigest(), len(PDF), "application/pdf")
    assert documents.open_document(stored.sha256) == PDF


def test_the_same_contents_lie_there_once(storage: Path) -> None:
    assert documents.store(io.BytesIO(PDF)) == documents.store(io.BytesIO(PDF))
    assert len(_files(storage)) == 1


def test_nothing_readable_lies_on_the_disk(storage: Path) -> None:
    documents.store(io.BytesIO(PDF))
    assert PDF[5:] not in _files(storage)[0].read_bytes()


@pytest.mark.parametrize("damage", ["changed", "cut", "empty"])
def test_changed_contents_are_noticed(storage: Path, damage: str) -> None:
    stored = documents.store(io.BytesIO(PDF))
    path = _files(storage)[0]
    cipher = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(
        {"changed": cipher[:-1] + bytes([cipher[-1] ^ 1]), "cut": cipher[:20], "empty": b""}[damage]
    )
    with pytest.raises(documents.ContentsBroken):
        documents.open_document(stored.sha256)


def test_what_was_never_stored_is_not_there() -> None:
    with pytest.raises(NotThere):
        documents.open_document("0" * 64)


def test_empty_and_too_large_documents_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="空"):
        documents.store(io.BytesIO(b""))
    monkeypatch.setattr(documents, "MOST_BYTES", 1024)
    with pytest.raises(InputError):
        documents.store(io.BytesIO(b"x" * 1025))


def _archive(member: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(member, "x")
    return written.getvalue()


@pytest.mark.parametrize(
    ("contents", "media_type"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (_archive("OFD.xml"), "application/ofd"),
        (_archive("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (_archive("anything"), "application/zip"),
        (b"PK\x03\x04 cut off", "application/octet-stream"),
        (b"RIFF\x00\x00\x00\x00WAVE", "audio/wav"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (b"<html><script>alert(1)</script>", "text/plain"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "text/plain"),
        ("起诉状".encode("gb18030"), "text/plain"),
        (b"\x00\x01\x02", "application/octet-stream"),
    ],
)  # fmt: skip
def test_what_a_paper_is_its_contents_say(contents: bytes, media_type: str) -> None:
    assert documents.media_type(contents) == media_type
