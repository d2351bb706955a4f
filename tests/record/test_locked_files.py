"""Files that are kept for a while: encrypted, made anew in place, none when they are not whole."""

import pytest

from xiezhi.record import locked_files
from xiezhi.record.errors import NotThere


@pytest.fixture(autouse=True)
def place(tmp_path, settings):
    settings.STORAGES = settings.STORAGES | {
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }
    return tmp_path / "files"


def test_what_was_written_is_read_and_lies_there_encrypted(place):
    locked_files.write("packs/night/one", "期限".encode())
    assert locked_files.read("packs/night/one").decode() == "期限"
    assert "期限".encode() not in (place / "packs/night/one").read_bytes()


def test_written_again_it_takes_the_place_of_what_was_there(place):
    locked_files.write("one", b"first")
    locked_files.write("one", b"second")
    assert locked_files.read("one") == b"second"
    assert locked_files.listed("")[1] == ["one"]


@pytest.mark.parametrize("broken", [b"", b"x", b"\x01" + b"0" * 16, None])
def test_what_is_not_whole_is_not_there(place, broken):
    locked_files.write("one", b"words")
    whole = (place / "one").read_bytes()
    (place / "one").write_bytes(whole[:-1] if broken is None else broken)
    with pytest.raises(NotThere):
        locked_files.read("one")


def test_what_is_not_there_can_be_listed_and_removed(place):
    locked_files.remove("nowhere/one")
    assert locked_files.listed("nowhere") == ([], [])
    with pytest.raises(NotThere):
        locked_files.read("nowhere/one")
