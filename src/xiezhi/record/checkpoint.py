"""A checkpoint: the signed statement that a log had this size and this root, as text that a person and a program can read.

    xiezhi/events                                   whose log
    1234                                            how many entries
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=    their Merkle root
    last_entry 5678                                 the database's number of the last of them
    time 2026-11-26T04:33:00Z                       when it was sealed
    previous 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=    the root of the seal before
                                                    (an empty line)
    — 1a2b3c4d ed25519 BASE64                       who signed it, how, the signature over all lines above the empty one

The form follows the signed notes of transparency logs; the extra lines carry a word of their own. Called by record.seals.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from xiezhi.record.signing import PrivateKey, PublicKey
from xiezhi.rules.errors import InputError

_ROOT = r"([A-Za-z0-9+/]{43}=)"
_NOTE = re.compile(
    rf"(?P<body>(\S+)\n(\d+)\n{_ROOT}\nlast_entry (\d+)\ntime (\S+Z)\nprevious {_ROOT}\n)"
    r"\n— ([0-9a-f]{8}) (\S+) ([A-Za-z0-9+/=]+)\n"
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What is signed: the state of a log at the moment of sealing."""

    origin: str
    size: int
    root: bytes
    last_entry: int
    at: datetime
    previous_root: bytes

    def body(self) -> str:
        """The lines that are signed."""
        moment = self.at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
        return (
            f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\nlast_entry {self.last_entry}\n"
            f"time {moment}Z\nprevious {b64encode(self.previous_root).decode()}\n"
        )

    def sign(self, key: PrivateKey) -> str:
        """The whole checkpoint with its signature."""
        signature = b64encode(key.sign(self.body().encode())).decode()
        return f"{self.body()}\n— {key.public().id} {key.algorithm} {signature}\n"


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint as it was read: its statement, and who claims to have signed it."""

    text: str
    checkpoint: Checkpoint
    key_id: str
    algorithm: str
    signature: bytes
    signed: bytes

    def verify(self, keys: Mapping[str, PublicKey]) -> bool:
        """Whether a known key of that id and algorithm signed these very lines."""
        key = keys.get(self.key_id)
        return key is not None and key.algorithm == self.algorithm and key.verify(self.signed, self.signature)


def parse_checkpoint(text: str) -> SignedCheckpoint:
    """One checkpoint. Raises InputError when the text is none."""
    found = _NOTE.fullmatch(text)
    if not found:
        raise _unreadable(text)
    return _signed(found)


def parse_checkpoints(text: str) -> Iterator[SignedCheckpoint]:
    """Checkpoints one after another, an empty line between them. Raises InputError at the first thing that is none."""
    place = 0
    while place < len(text):
        found = _NOTE.match(text, place)
        if not found:
            raise _unreadable(text[place:])
        yield _signed(found)
        place = found.end() + text.startswith("\n", found.end())


def _signed(found: re.Match[str]) -> SignedCheckpoint:
    body, origin, size, root, last_entry, moment, previous, key_id, algorithm, signature = found.groups()
    try:
        checkpoint = Checkpoint(
            origin,
            int(size),
            b64decode(root),
            int(last_entry),
            datetime.fromisoformat(moment),
            b64decode(previous),
        )
        return SignedCheckpoint(
            found.group(), checkpoint, key_id, algorithm, b64decode(signature), body.encode()
        )
    except ValueError:
        raise _unreadable(found.group()) from None


def _unreadable(text: str) -> InputError:
    beginning = text[:60]
    return InputError(f"不是检查点：{beginning!r}…", f"not a checkpoint: {beginning!r}…", field="checkpoint")
