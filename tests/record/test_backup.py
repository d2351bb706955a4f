"""Backup and restore: a real round trip between two databases, and everything that must be refused."""

import hashlib
import io
import json
import platform
import tarfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.record.sealing import NOON, Ledger, Place, owner, owner_address
from xiezhi.project.database import migrate
from xiezhi.record import audit, dump
from xiezhi.record.backup import BackupBroken, Installation, backup, restore, verify_backup
from xiezhi.record.checkpoint import parse_checkpoints
from xiezhi.record.dump import ProgramFailed
from xiezhi.record.logs import LOGS
from xiezhi.rules.errors import InputError

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOON + timedelta(days=1)
OTHER = "test_xiezhi_restored"


def contents(folder: Path):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def rows(address):
    """Every table of a database as text, the audit trail of backup and restore apart."""
    with psycopg.connect(address) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        every = {
            name: connection.execute(f'SELECT t::text FROM "{name}" t ORDER BY 1').fetchall()
            for (name,) in tables
        }
    every["record_auditentry"] = [row for row in every["record_auditentry"] if "backup." not in row[0]]
    return every


@pytest.fixture
def here(tmp_path):
    """An installation with sealed and unsealed events, documents and an audit trail."""
    place = Place(tmp_path / "here")
    installation = Installation(owner_address(), tmp_path / "here" / "files", place.keys, place.witness)
    ledger = Ledger()
    for _ in range(3):
        ledger.open_case()
    ledger.fill(20)
    audit.note(None, "case.opened", details={"字段": ["甲", "乙"]})
    place.seal()
    place.seal("audit")
    ledger.fill(4)
    for name in ("aa/one", "bb/two"):
        file = installation.files / "documents" / name
        file.parent.mkdir(parents=True)
        file.write_bytes(name.encode() * 1000)
    (installation.keys / "master-1.key").write_bytes(bytes(range(32)))
    return installation


@pytest.fixture
def there(tmp_path):
    """An empty database on the same server, and no folders yet."""
    with owner() as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {OTHER}")
        connection.execute(f"CREATE DATABASE {OTHER} TEMPLATE template0")
    folder = tmp_path / "there"
    yield Installation(
        make_conninfo(owner_address(), dbname=OTHER), folder / "files", folder / "keys", folder / "witness"
    )
    with owner() as connection:
        connection.execute(f"DROP DATABASE {OTHER} WITH (FORCE)")


def verbs(address):
    with psycopg.connect(address) as connection:
        found = connection.execute(
            "SELECT verb, details FROM record_auditentry WHERE verb LIKE 'backup.%' ORDER BY entry"
        )
        return [(verb, json.loads(details)) for verb, details in found.fetchall()]


@pytest.mark.parametrize("passphrase", [None, "獬豸 and a long sentence"])
def test_everything_comes_back(here, there, tmp_path, passphrase):
    archive = tmp_path / "backups" / "monday.tar"
    said: list[str] = []
    made = backup(archive, here, at=NOON, passphrase=passphrase, progress=lambda zh, en: said.append(en))
    assert made.keys_protected == bool(passphrase)
    assert verify_backup(archive) == made
    restore(archive, there, at=LATER, passphrase=passphrase)
    assert rows(there.address) == rows(here.address)
    assert contents(there.files) == contents(here.files)
    assert contents(there.keys) == contents(here.keys)
    assert contents(there.witness) == contents(here.witness)
    assert {path.stat().st_mode & 0o777 for path in there.keys.iterdir()} == {0o600}
    assert [verb for verb, _ in verbs(there.address)] == ["backup.restored"]
    assert [verb for verb, _ in verbs(here.address)] == ["backup.made"]
    assert said[0] == "dumping the database"
    assert sorted(path.name for path in archive.parent.iterdir()) == ["monday.tar"]
    assert sorted(path.name for path in there.keys.parent.iterdir()) == ["files", "keys", "witness"]


def test_what_comes_back_is_protected_and_goes_on_as_before(here, there, tmp_path):
    backup(tmp_path / "a.tar", here, at=NOON)
    restore(tmp_path / "a.tar", there, at=LATER)
    with psycopg.connect(there.address, autocommit=True) as connection:
        for statement in ("UPDATE record_event SET kind = 'x'", "DELETE FROM record_seal"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
        highest = connection.execute("SELECT max(entry) FROM record_event").fetchone()
        following = connection.execute("SELECT nextval('record_event_entry')").fetchone()
        assert following and highest and following[0] > highest[0]
        for log in LOGS.values():
            wrong = connection.execute(f"SELECT count(*) FROM {log.table} WHERE hash <> {log.leaf}".encode())
            assert wrong.fetchone() == (0,)


def test_the_keys_in_an_archive_with_a_passphrase_cannot_be_read(here, there, tmp_path):
    backup(tmp_path / "a.tar", here, at=NOON, passphrase="right")
    assert bytes(range(32)) not in (tmp_path / "a.tar").read_bytes()
    for passphrase in (None, "wrong"):
        with pytest.raises(InputError, match="口令"):
            restore(tmp_path / "a.tar", there, at=LATER, passphrase=passphrase)
    assert dump.is_empty(there.address)
    assert not there.keys.exists()


def test_a_target_that_is_not_empty_is_left_alone_unless_told(here, tmp_path):
    backup(tmp_path / "a.tar", here, at=NOON)
    before, files = rows(here.address), contents(here.keys.parent)
    with pytest.raises(InputError, match="目标不是空的"):
        restore(tmp_path / "a.tar", here, at=LATER)
    assert rows(here.address) == before
    assert contents(here.keys.parent) == files


def test_overwriting_goes_back_keeps_the_folders_aside_and_names_what_is_lost(here, tmp_path):
    backup(tmp_path / "a.tar", here, at=NOON)
    before, files = rows(here.address), contents(here.files)
    place = Place(here.keys.parent)
    ledger = Ledger()
    ledger.open_case()
    ledger.fill(5)
    place.seal()
    (here.files / "documents" / "later").write_text("later")
    lost = list(parse_checkpoints(place.file.read_text()))[-1].checkpoint.last_entry
    restore(tmp_path / "a.tar", here, at=LATER, overwrite=True, migrate=migrate)
    assert rows(here.address) == before
    assert contents(here.files) == files
    assert verbs(here.address)[-1][1]["witness_knew"]["events"] == lost
    aside = [path for path in here.keys.parent.iterdir() if ".before-20260302T" in path.name]
    assert sorted(path.name.partition(".")[0] for path in aside) == ["files", "keys", "witness"]
    assert any((path / "documents" / "later").exists() for path in aside)
    place.seal()  # the witness that came back belongs to the seals that came back
    assert place.verdict().sound


def rebuilt(archive: Path, change):
    """The archive with its members changed."""
    beside = archive.with_suffix(".changed")
    with tarfile.open(archive) as old, tarfile.open(beside, "w") as new:
        for member in old:
            stream = old.extractfile(member)
            assert stream is not None

            contents = change(member.name, stream.read())
            if contents is not None:
                member.size = len(contents)
                new.addfile(member, io.BytesIO(contents))
    beside.replace(archive)


@pytest.mark.parametrize(
    "member", ["database.dump", "files/documents/aa/one", "keys.tar", "witness/events.txt", "manifest.json"]
)
@pytest.mark.parametrize("what", ["changed", "missing"])
def test_an_archive_that_was_changed_is_refused_before_anything_happens(here, there, tmp_path, member, what):
    archive = tmp_path / "a.tar"
    backup(archive, here, at=NOON)

    def change(name, contents):
        if name != member:
            return contents
        return None if what == "missing" else bytes([contents[0] ^ 1]) + contents[1:]

    rebuilt(archive, change)
    with pytest.raises(BackupBroken):
        restore(archive, there, at=LATER)
    assert dump.is_empty(there.address)
    assert list(there.keys.parent.iterdir()) == []


@pytest.mark.parametrize("length", [0, 100, 5000, -12000])
def test_an_archive_that_was_cut_off_is_refused(here, tmp_path, length):
    archive = tmp_path / "a.tar"
    backup(archive, here, at=NOON)
    archive.write_bytes(archive.read_bytes()[:length])
    with pytest.raises(BackupBroken):
        verify_backup(archive)


def test_a_member_that_would_leave_its_folder_is_refused(here, tmp_path):
    backup(tmp_path / "a.tar", here, at=NOON)
    with tarfile.open(tmp_path / "a.tar", "a") as archive:
        archive.addfile(tarfile.TarInfo("../../outside"))
    with pytest.raises(BackupBroken):
        verify_backup(tmp_path / "a.tar")
    assert not (tmp_path / "outside").exists()


def test_a_restore_whose_facts_are_wrong_leaves_the_target_as_it_was(here, tmp_path, monkeypatch):
    """The database is asked before its transaction is committed, the folders go back where they were."""
    backup(tmp_path / "a.tar", here, at=NOON)
    (here.files / "documents" / "later").write_text("later")
    before, files = rows(here.address), contents(here.keys.parent)
    load = dump.load

    def load_but_expect_more(address, dumped, expected):
        load(address, dumped, {**expected, "SELECT count(*) FROM record_event": "25"})

    monkeypatch.setattr(dump, "load", load_but_expect_more)
    with pytest.raises(ProgramFailed, match="SELECT count"):
        restore(tmp_path / "a.tar", here, at=LATER, overwrite=True)
    assert rows(here.address) == before
    assert contents(here.keys.parent) == files


def test_a_backup_that_fails_leaves_nothing(here, tmp_path, monkeypatch):
    monkeypatch.setattr(dump, "readable", lambda dumped, version: False)
    with pytest.raises(BackupBroken):
        backup(tmp_path / "backups" / "a.tar", here, at=NOON)
    assert list((tmp_path / "backups").iterdir()) == []
    nowhere = replace(here, address=make_conninfo(here.address, dbname="nowhere"))
    with pytest.raises(psycopg.OperationalError):
        backup(tmp_path / "backups" / "a.tar", nowhere, at=NOON)
    assert list((tmp_path / "backups").iterdir()) == []


def test_an_archive_is_readable_by_its_owner_only(here, tmp_path):
    backup(tmp_path / "a.tar", here, at=NOON)
    assert (tmp_path / "a.tar").stat().st_mode & 0o777 == 0o600


def test_what_a_killed_backup_left_goes_with_the_next_one(here, tmp_path):
    ours, others = f".x.tar.{platform.node()}", ".x.tar.elsewhere"
    for name in (f"{ours}.999999999", f"{ours}.1", f"{others}.999999999"):
        (tmp_path / f"{name}.unfinished").mkdir()
    backup(tmp_path / "a.tar", here, at=NOON)
    left = sorted(path.name for path in tmp_path.glob(".*"))
    assert left == sorted([f"{ours}.1.unfinished", f"{others}.999999999.unfinished"])


def rewritten(archive: Path, target: Path, members=None, manifest=None, text=None):
    """The archive with members changed and a manifest that agrees with them, unless the manifest itself is changed."""
    with tarfile.open(archive) as old:
        opened = {member.name: old.extractfile(member) for member in old}
        contents = {name: file.read() for name, file in opened.items() if file}
    told = json.loads(contents["manifest.json"])
    for name, content in (members or {}).items():
        contents[name] = content
        told["members"][name] = hashlib.sha256(content).hexdigest()
    contents["manifest.json"] = text or json.dumps(told | (manifest or {})).encode()
    with tarfile.open(target, "w") as new:
        for name, content in contents.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))


@pytest.mark.parametrize(
    "changes",
    [
        {"text": b"[" * 100_000},
        {"text": b"null"},
        {"manifest": {"members": None}},
        {"manifest": {"server": "18"}},
        {"manifest": {"facts": None}},
        {"manifest": {"public_keys": []}},
        {"manifest": {"public_keys": {"zz": "ed25519"}}},
        {"members": {"witness/events.txt": b"\xff\xfe"}},
        {"members": {"keys.tar": b"no archive"}},
    ],
)
def test_an_archive_of_somebody_elses_making_is_refused_in_words(here, there, tmp_path, changes):
    backup(tmp_path / "a.tar", here, at=NOON)
    rewritten(tmp_path / "a.tar", tmp_path / "b.tar", **changes)
    with pytest.raises(BackupBroken):
        restore(tmp_path / "b.tar", there, at=LATER)
    assert not there.keys.exists()


def test_a_link_in_an_archive_is_refused(tmp_path):
    with tarfile.open(tmp_path / "b.tar", "w") as members:
        link = tarfile.TarInfo("files/x")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        members.addfile(link)
    with pytest.raises(BackupBroken):
        verify_backup(tmp_path / "b.tar")


def test_a_backup_never_replaces_another(here, tmp_path):
    (tmp_path / "a.tar").write_text("another")
    with pytest.raises(InputError):
        backup(tmp_path / "a.tar", here, at=NOON)
    assert (tmp_path / "a.tar").read_text() == "another"


def test_programs_older_than_the_server_are_not_used(monkeypatch):
    monkeypatch.setattr(dump, "_major", lambda program: 14)
    with pytest.raises(ProgramFailed, match="pg_dump"):
        dump._program("pg_dump", 18)
