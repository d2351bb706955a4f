"""Backup and restore: database, documents, keys and witness in one archive, checked when written and before anything is replaced.

An archive is a tar file: the dump of one moment, the documents (encrypted as they lie), the witness as it was just before
that moment, the keys (encrypted under a passphrase if one is given), and last a manifest with the SHA-256 of every member and the
facts that the restored database must confirm. Called by the command line, with the owner's address of the database.
"""

import hashlib
import io
import json
import os
import platform
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

import xiezhi
from xiezhi.record import audit, dump
from xiezhi.record.checkpoint import parse_checkpoints
from xiezhi.record.signing import PublicKey, public_keys
from xiezhi.rules.errors import InputError, XiezhiError
from xiezhi.rules.merkle import EMPTY_ROOT

FORMAT = "xiezhi-backup/1"
MANIFEST, DATABASE, FILES, KEYS, WITNESS = "manifest.json", "database.dump", "files", "keys", "witness"
PLAIN_KEYS, SECRET_KEYS = "keys.tar", "keys.tar.aes"
CHUNK = 1 << 20
SALT, NONCE = 16, 12
COSTS = {"n": 1 << 16, "r": 8, "p": 1}  # 64 MB and a fraction of a second for each guess

# What reading an archive of somebody else's making can raise.
UNREADABLE = (OSError, EOFError, ValueError, TypeError, KeyError, RecursionError, tarfile.TarError)

Progress = Callable[[str, str], None]


class BackupBroken(XiezhiError):
    """The archive is not what was written, or not an archive of ours."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What belongs to one installation: its database, addressed as its owner, and its folders."""

    address: str
    files: Path
    keys: Path
    witness: Path


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself."""

    format: str
    version: str
    taken_at: str
    server: int
    keys_protected: bool
    members: dict[str, str]
    facts: dict[str, str]
    public_keys: dict[str, str]


def _quiet(zh: str, en: str) -> None:
    """Nobody wants to hear of progress."""


def _as_it_is() -> None:
    """The database needs no migration."""


def backup(
    target: Path,
    installation: Installation,
    *,
    at: datetime,
    passphrase: str | None = None,
    progress: Progress = _quiet,
) -> Manifest:
    """Write one verified archive; nothing is left of it on failure. Raises InputError when the target is there already.

    Without a passphrase whoever holds the archive can read everything: `Manifest.keys_protected` says so, and so must the caller.
    """
    if target.exists():
        raise InputError(f"{target} 已存在", f"{target} is there already", field="target")
    with _workplace(target) as folder:
        # Before the dump: a witness older than the seals is completed by the next sealing, a newer one would stop it.
        witness = {
            path.name: path.read_bytes() for path in _files_of(installation.witness) if path.suffix == ".txt"
        }
        progress("导出数据库", "dumping the database")
        with dump.snapshot(installation.address) as (owner, moment):
            dump.dump(installation.address, moment, folder / DATABASE)
            facts = dump.facts(owner)
        progress("归档材料与密钥", "archiving documents and keys")
        with tarfile.open(folder / target.name, "x") as archive:
            members = _archived(archive, installation, folder / DATABASE, witness, passphrase)
            manifest = Manifest(
                FORMAT,
                xiezhi.__version__,
                at.isoformat(),
                dump.server_version(installation.address),
                bool(passphrase),
                members,
                facts,
                {key.public.hex(): key.algorithm for key in public_keys(installation.keys).values()},
            )
            _add(archive, {}, MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode())
        (folder / target.name).chmod(0o600)  # it holds the keys
        progress("核验档案", "verifying the archive")
        verify_backup(folder / target.name)
        _sync(folder / target.name)
        (folder / target.name).rename(target)
    _note(installation, at, "backup.made", {"archive": target.name, "taken_at": manifest.taken_at})
    return manifest


def verify_backup(archive: Path) -> Manifest:
    """Read an archive again: every member, the dump's readability, the seals in the witness. Raises BackupBroken."""
    with _workplace(archive) as folder:
        return _unpacked(archive, folder, documents=False)


def restore(
    archive: Path,
    installation: Installation,
    *,
    at: datetime,
    passphrase: str | None = None,
    overwrite: bool = False,
    migrate: Callable[[], None] = _as_it_is,
    progress: Progress = _quiet,
) -> Manifest:
    """Put an archive back: verified first, the database in one transaction, folders exchanged whole, all recorded in the audit trail.

    Raises InputError for a target that is not empty (unless `overwrite`) or a wrong passphrase, BackupBroken for a bad
    archive, ProgramFailed when the database refuses; the target is then as it was. What the installation had in its folders
    is kept beside them, named by the moment. `migrate` brings an older database up to date and gives the application its rights.
    """
    if not overwrite and not (dump.is_empty(installation.address) and not any(_files_of(installation.files))):
        raise InputError(
            "目标不是空的：其中已有案件、法院或材料；确要覆盖请明示",
            "the target is not empty: it holds cases, courts or documents; say so if it is to be overwritten",
            field="target",
        )
    with _workplace(installation.keys) as folder:
        progress("核验档案", "verifying the archive")
        manifest = _unpacked(archive, folder, documents=True)
        _unpack_keys(folder, passphrase)
        if manifest.server > dump.server_version(installation.address):
            zh = f"档案来自 PostgreSQL {manifest.server}，目标服务器较旧"
            en = f"the archive comes from PostgreSQL {manifest.server}, and the target's server is older"
            raise InputError(zh, en, field="target")
        with _exchanged(folder, installation, at) as known_before:
            progress("恢复数据库", "restoring the database")
            dump.load(installation.address, folder / DATABASE, manifest.facts)
    migrate()
    details = {"archive": archive.name, "taken_at": manifest.taken_at, "witness_knew": known_before}
    _note(installation, at, "backup.restored", details)
    progress("恢复完成", "restored")
    return manifest


@contextmanager
def _workplace(near: Path) -> Iterator[Path]:
    """An empty folder beside a path, on the same disk, gone afterwards."""
    for left in near.parent.glob(f".*.{platform.node()}.*.unfinished"):
        if not _at_work(left.name.split(".")[-2]):
            shutil.rmtree(
                left, ignore_errors=True
            )  # of a backup that was killed: it holds the dump, maybe the keys
    folder = near.parent / f".{near.name}.{platform.node()}.{os.getpid()}.unfinished"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _at_work(process: str) -> bool:
    """Whether this machine runs a process of that number, ours or not."""
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def _files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


def _archived(
    archive: tarfile.TarFile,
    installation: Installation,
    dumped: Path,
    witness: dict[str, bytes],
    passphrase: str | None,
) -> dict[str, str]:
    """Everything but the manifest; gives the hash of every member."""
    members: dict[str, str] = {}
    _add_file(archive, members, DATABASE, dumped)
    for path in _files_of(installation.files):
        name = path.relative_to(installation.files).as_posix()
        _add_file(archive, members, f"{FILES}/{name}", path)
    for name, text in witness.items():
        _add(archive, members, f"{WITNESS}/{name}", text)
    keys = _packed_keys(installation.keys)
    if passphrase:
        _add(archive, members, SECRET_KEYS, _encrypted(keys, passphrase))
    else:
        _add(archive, members, PLAIN_KEYS, keys)
    return members


def _add_file(archive: tarfile.TarFile, members: dict[str, str], name: str, path: Path) -> None:
    with path.open("rb") as stream:
        members[name] = hashlib.file_digest(stream, "sha256").hexdigest()
        size = stream.tell()
        stream.seek(0)
        archive.addfile(_member(name, size), stream)


def _add(archive: tarfile.TarFile, members: dict[str, str], name: str, contents: bytes) -> None:
    members[name] = hashlib.sha256(contents).hexdigest()
    archive.addfile(_member(name, len(contents)), io.BytesIO(contents))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _unpacked(archive: Path, folder: Path, *, documents: bool) -> Manifest:
    """All members in a folder (documents are only read unless they are wanted), each compared with the manifest; then the dump
    and the witness by themselves."""
    found: dict[str, str] = {}
    try:
        with tarfile.open(archive, "r:") as members:
            for member in members:
                stream = members.extractfile(member)
                path = (folder / member.name).resolve()
                if stream is None or not path.is_relative_to(folder.resolve()) or member.name in found:
                    raise _broken(
                        f"不应有的成员 {member.name}", f"a member that should not be: {member.name}"
                    )
                wanted = documents or not member.name.startswith(f"{FILES}/")
                found[member.name] = _written(stream, path if wanted else Path(os.devnull))
        manifest = _manifest((folder / MANIFEST).read_bytes())
    except UNREADABLE as fault:
        raise _broken(f"无法读取：{fault}", f"it cannot be read: {fault}") from fault
    if manifest.format != FORMAT:
        raise _broken(f"格式不明：{manifest.format}", f"unknown format: {manifest.format}")
    del found[MANIFEST]
    for name in sorted(found.keys() | manifest.members.keys()):
        if found.get(name) != manifest.members.get(name):
            raise _broken(f"{name} 缺失或与清单不符", f"{name} is missing or not what the manifest says")
    if not dump.readable(folder / DATABASE, manifest.server):
        raise _broken("数据库导出无法读取", "the dump of the database cannot be read")
    try:
        _check_witness(folder / WITNESS, manifest)
    except (ValueError, TypeError, AttributeError) as fault:
        raise _broken(f"见证文件无法读取：{fault}", f"the witness cannot be read: {fault}") from fault
    return manifest


def _manifest(text: bytes) -> Manifest:
    """Raises ValueError or TypeError for anything but a manifest."""
    manifest = Manifest(**json.loads(text))
    told = (manifest.members, manifest.facts, manifest.public_keys)
    if not isinstance(manifest.server, int) or not all(isinstance(one, dict) for one in told):
        raise TypeError(MANIFEST)
    return manifest


def _broken(zh: str, en: str) -> BackupBroken:
    return BackupBroken(f"备份档案不完好：{zh}", f"the backup archive is not sound: {en}")


def _written(stream: IO[bytes], path: Path) -> str:
    """Write a member to its place; give its hash."""
    digest = hashlib.sha256()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest()


def _check_witness(folder: Path, manifest: Manifest) -> None:
    """Signatures and order of the checkpoints."""
    given = [
        PublicKey(algorithm, bytes.fromhex(public)) for public, algorithm in manifest.public_keys.items()
    ]
    keys = {key.id: key for key in given}
    for file in _files_of(folder):
        root = EMPTY_ROOT
        for signed in parse_checkpoints(file.read_text("utf-8")):
            if not signed.verify(keys) or signed.checkpoint.previous_root != root:
                zh = f"见证文件 {file.name} 中 {signed.checkpoint.size} 的封缄有误"
                raise _broken(zh, f"the seal of {signed.checkpoint.size} in the witness {file.name} is wrong")
            root = signed.checkpoint.root


def _packed_keys(folder: Path) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for path in _files_of(folder):
            _add(archive, {}, path.relative_to(folder).as_posix(), path.read_bytes())
    return packed.getvalue()


def _unpack_keys(folder: Path, passphrase: str | None) -> None:
    """The keys into the folder `keys`, decrypted; readable by their owner only."""
    secret = folder / SECRET_KEYS
    if secret.exists():
        if not passphrase:
            raise InputError(
                "密钥已加密，请给出口令", "the keys are encrypted: give the passphrase", field="passphrase"
            )
        packed = _decrypted(secret.read_bytes(), passphrase)
    elif (folder / PLAIN_KEYS).exists():
        packed = (folder / PLAIN_KEYS).read_bytes()
    else:
        raise _broken("没有密钥", "it holds no keys")
    target = folder / KEYS
    target.mkdir(mode=0o700)
    try:
        _spread(packed, target)
    except UNREADABLE as fault:
        raise _broken(f"密钥无法读取：{fault}", f"the keys cannot be read: {fault}") from fault


def _spread(packed: bytes, target: Path) -> None:
    """The files of the packed keys in their folder."""
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            stream, path = archive.extractfile(member), (target / member.name).resolve()
            if stream is None or not path.is_relative_to(target.resolve()):
                raise _broken(f"不应有的成员 {member.name}", f"a member that should not be: {member.name}")
            _written(stream, path)
            path.chmod(0o600)


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, **COSTS).derive(passphrase.encode()))


def _encrypted(contents: bytes, passphrase: str) -> bytes:
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    return salt + nonce + _cipher(passphrase, salt).encrypt(nonce, contents, FORMAT.encode())


def _decrypted(stored: bytes, passphrase: str) -> bytes:
    salt, nonce, cipher = stored[:SALT], stored[SALT : SALT + NONCE], stored[SALT + NONCE :]
    try:
        return _cipher(passphrase, salt).decrypt(nonce, cipher, FORMAT.encode())
    except (InvalidTag, ValueError):
        raise InputError("口令不对", "the passphrase is wrong", field="passphrase") from None


@contextmanager
def _exchanged(folder: Path, installation: Installation, at: datetime) -> Iterator[dict[str, int]]:
    """The unpacked folders in the place of the installation's for the block and, if it succeeds, after it.

    Gives the last entry that the witness knew of each log before: what lies beyond the backup is lost, and must be named.
    """
    known = {file.stem: _last_entry(file) for file in _files_of(installation.witness)}
    undo: list[Callable[[], object]] = []
    try:
        for name in (FILES, KEYS, WITNESS):
            place: Path = getattr(installation, name)
            if place.exists():
                aside = place.with_name(place.name + at.strftime(".before-%Y%m%dT%H%M%S%f"))
                place.rename(aside)
                undo.append(partial(aside.rename, place))
            (folder / name).mkdir(exist_ok=True)
            place.parent.mkdir(parents=True, exist_ok=True)
            undo.append(partial(shutil.rmtree, place, ignore_errors=True))
            shutil.move(folder / name, place)
        yield known
    except BaseException:
        for step in reversed(undo):
            step()
        raise


def _last_entry(witness: Path) -> int:
    """The last entry a witness file knows of; 0 when it cannot be read, which must not hinder a restore."""
    try:
        return max(
            (signed.checkpoint.last_entry for signed in parse_checkpoints(witness.read_text("utf-8"))),
            default=0,
        )
    except (OSError, UnicodeDecodeError, InputError):
        return 0


def _note(installation: Installation, at: datetime, verb: str, details: dict[str, Any]) -> None:
    """The act itself stands in the audit trail of the database it was done to."""
    entry = audit.entry(None, verb, at, service="cli", details=details)
    with psycopg.connect(installation.address) as owner:
        owner.execute(audit.INSERT.encode(), entry)


def _sync(file: Path) -> None:
    with file.open("rb") as stream:
        os.fsync(stream.fileno())
