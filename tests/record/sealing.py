"""What the tests of seals and backup share: a small ledger, the folders of an installation, a connection as owner."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import psycopg
import psycopg.conninfo
from django.conf import settings
from django.db import connection

from xiezhi.record import chain
from xiezhi.record.encryption import lock
from xiezhi.record.models import Case, Court, Event, Payload
from xiezhi.record.models.shared import new_id
from xiezhi.record.seals import seal
from xiezhi.record.signing import public_keys
from xiezhi.record.verification import verify_seals

NOON = datetime(2026, 3, 1, 4, 0, 0, 123456, tzinfo=UTC)


class Ledger:
    """Writes events as the ledger does, without its legal questions: cases of the test follow no procedure."""

    def __init__(self):
        self.court = Court.objects.create(
            code="X1", name="试验法院", level="basic", place=1, first_on=date(2000, 1, 1)
        )
        self.cases: list[UUID] = []
        self.count = 0

    def open_case(self):
        case = Case.objects.create(
            court=self.court, number=f"（2026）试01民初{len(self.cases)}号", branch="civil", instance="first", stage="pending",
            dispute_id=new_id(), last_seq=0, last_hash=chain.NOTHING_BEFORE, known_from=NOON,
        )  # fmt: skip
        self.cases.append(case.id)
        return case.id

    def append(self, case, kind="note.recorded", data=None):
        row = Case.objects.get(pk=case)
        self.count += 1
        packed = chain.pack(data or {"text": f'第{self.count}次 “引号"\\\n'})
        link = chain.Link(
            new_id(), case, self.court.id, row.last_seq + 1, kind, 1, date(2026, 3, 1), NOON + timedelta(seconds=self.count),
            None, None, "here", '引"号\\\t' if self.count % 2 else "", chain.payload_hash(packed), bytes(row.last_hash),
        )  # fmt: skip
        digest = chain.leaf_hash(chain.canonical(link))
        values = {
            name if name not in ("case", "court", "officer", "post") else f"{name}_id": value
            for name, value in link._asdict().items()
        }
        event = Event.objects.create(**values, hash=digest)
        key, cipher = lock(packed)
        Payload.objects.create(event=event, key=key, cipher=cipher)
        Case.objects.filter(pk=case).update(last_seq=link.seq, last_hash=digest)
        return event

    def fill(self, count):
        """Events in turn over the cases."""
        return [self.append(self.cases[number % len(self.cases)]) for number in range(count)]


class Place:
    """Keys and witness of an installation."""

    def __init__(self, folder):
        self.keys, self.witness = folder / "keys", folder / "witness"
        self.file = self.witness / "events.txt"

    def seal(self, log="events", at=NOON):
        return seal(log, at=at, keys=self.keys, witness=self.witness)

    def verdict(self, log="events"):
        return verify_seals(log, keys=public_keys(self.keys), witness=self.witness)


def owner_address():
    """The test database, addressed as its owner."""
    known = connection.get_connection_params()
    place = {name: known[name] for name in ("dbname", "host", "port") if name in known}
    user, password = settings.DATABASE_OWNER["USER"], settings.DATABASE_OWNER["PASSWORD"]
    return psycopg.conninfo.make_conninfo("", **place, user=user, password=password)


def owner():
    """A connection beside the application's, with every right over the test database."""
    return psycopg.connect(owner_address(), autocommit=True)
