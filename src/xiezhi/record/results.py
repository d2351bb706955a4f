"""Files that a job wrote for whoever asked for it: encrypted in the storage of documents, by the job, until they are removed."""

from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from xiezhi.record.encryption import lock_together, unlock_together
from xiezhi.record.errors import NotThere

FOLDER = "exports"


def keep(job: UUID, contents: bytes) -> None:
    """Keep what the job wrote, in place of what a worker that was cut off left there."""
    remove(job)
    _storage().save(_name(job), ContentFile(lock_together(contents)))


def open_result(job: UUID) -> bytes:
    """What the job wrote. Raises NotThere when it is not, or no longer, there."""
    if not _storage().exists(_name(job)):
        raise NotThere("这份文件已经不在了", "that file is no longer there")
    with _storage().open(_name(job)) as stream:
        return unlock_together(stream.read())


def remove(job: UUID) -> None:
    """Take it away; nothing happens where there is none."""
    _storage().delete(_name(job))


def _storage() -> Storage:
    found: Storage = storages["documents"]
    return found


def _name(job: UUID) -> str:
    return f"{FOLDER}/{job}"
