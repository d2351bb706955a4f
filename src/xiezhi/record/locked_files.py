"""Files that the product makes and keeps for a while: packs to print, exports. Encrypted, under a name of the maker's choice, in the
storage of documents.

Unlike documents they may be made anew and go again. A file that was cut off or changed is none.
"""

from cryptography.exceptions import InvalidTag
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from xiezhi.record.encryption import lock_together, unlock_together
from xiezhi.record.errors import NotThere


def write(name: str, contents: bytes) -> None:
    """Keep the contents under a name, in place of what was there."""
    storage = _storage()
    storage.delete(name)
    storage.save(name, ContentFile(lock_together(contents)))


def read(name: str) -> bytes:
    """The contents. Raises NotThere when they are not there, or not whole."""
    try:
        with _storage().open(name) as stream:
            return unlock_together(stream.read())
    except (FileNotFoundError, InvalidTag, ValueError):
        raise NotThere(
            "没有这个文件，或者文件不完整", "there is no such file, or not the whole of it"
        ) from None


def remove(name: str) -> None:
    """Take a file, or an empty folder, away; nothing where there is none."""
    _storage().delete(name)


def listed(folder: str) -> tuple[list[str], list[str]]:
    """The names of folders and files in a folder; none where there is no such folder."""
    try:
        return _storage().listdir(folder)
    except FileNotFoundError:
        return [], []


def _storage() -> Storage:
    return storages["documents"]
