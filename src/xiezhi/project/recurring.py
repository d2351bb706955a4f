"""The recurring chores themselves: each does one thing with this installation's places and says what it did."""

from django.core.management import call_command
from django.utils import timezone

from xiezhi.project import places
from xiezhi.record import rebuild, seals, verification
from xiezhi.record.logs import LOGS
from xiezhi.record.signing import public_keys
from xiezhi.rules.errors import XiezhiError


class Drift(XiezhiError):
    """The record does not agree with itself."""


def seal() -> str:
    """Seal what was recorded and what was read since the last seal."""
    told = []
    for log in ("events", "audit"):
        made = seals.seal(log, at=timezone.now(), keys=places.KEYS, witness=places.WITNESS)
        told.append(f"{log} {made.size if made else '='}")
    return ", ".join(told)


def verify() -> str:
    """The record checks its hashes, chains and seals. Raises Drift naming the first fault."""
    checked = 0
    for log in LOGS:
        for verdict in (
            verification.verify_chain(log),
            verification.verify_seals(log, keys=public_keys(places.KEYS), witness=places.WITNESS),
        ):
            if verdict.faults:
                raise Drift(verdict.faults[0].zh, verdict.faults[0].en)
            checked += verdict.checked
    return f"{checked}"


def compare() -> str:
    """Every case folded from its events and compared with its rows. Raises Drift naming the first difference."""
    compared = rebuild.check()
    if compared.differing:
        first = compared.differences[0]
        raise Drift(
            f"{compared.differing}件与事件不一致，如{first.case}的{first.table}.{first.column}",
            f"{compared.differing} cases differ from their events, such as {first.case} in {first.table}.{first.column}",
        )
    return f"{compared.cases}"


def forget_sessions() -> str:
    """Sessions that have ended are removed."""
    call_command("clearsessions")
    return ""
