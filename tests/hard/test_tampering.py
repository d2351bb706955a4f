"""Somebody owns the database and puts the triggers to sleep: whatever he changes at random is found."""

from collections.abc import Iterator
from random import Random

import pytest
from django.db import IntegrityError, connections

from tests.cast import ELSEWHERE, TODAY, docketed, found_province, moment
from tests.random_lives import RandomLife
from tests.record.test_bulk import incoming_life
from xiezhi.record import audit
from xiezhi.record.bulk import append_many
from xiezhi.record.rebuild import check
from xiezhi.record.seals import seal
from xiezhi.record.signing import public_keys
from xiezhi.record.verification import verify_chain, verify_payloads, verify_seals

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

TABLES = (
    "record_event", "record_payload", "record_case", "record_casepast", "record_caseparty", "record_representative",
    "record_panelmember", "record_hearing", "record_casedocument", "record_caselink", "record_conflict", "record_seal", "record_auditentry",
)  # fmt: skip
# What says nothing: numbers that only order rows, and a link that no event fills.
SAYS_NOTHING = {
    ("record_event", "entry"), ("record_auditentry", "entry"), ("record_casepast", "id"), ("record_conflict", "id"),
    ("record_seal", "id"), ("record_hearing", "room_id"),
}  # fmt: skip
OTHERWISE = {
    "uuid": "gen_random_uuid()",
    "date": "coalesce({0}, '2019-05-05') + 1",
    "timestamp with time zone": "coalesce({0}, '2019-05-05') + interval '1 second'",
    "bytea": "sha256(coalesce({0}, ''))",
    "boolean": "NOT {0}",
    "tsvector": "coalesce({0}, '') || '''潜入'''::tsvector",
    "inet": "'10.9.9.9'",
}
NUMBERS = ("smallint", "integer", "bigint")


class Intruder:
    """Every right over the database, and a copy to put things back from."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.cursor = connections["owner"].cursor()
        self.cursor.execute("SET session_replication_role = replica")
        for table in TABLES:
            self.cursor.execute(f"CREATE TEMP TABLE kept_{table} AS TABLE {table}")
        self.cursor.execute(
            "SELECT table_name, column_name, data_type, character_maximum_length FROM information_schema.columns WHERE table_name = ANY(%s)",
            [list(TABLES)],
        )
        self.columns = [row for row in self.cursor.fetchall() if row[:2] not in SAYS_NOTHING]

    def leave(self) -> None:
        self.cursor.execute("SET session_replication_role = origin")
        self.cursor.close()

    def tamper(self) -> str:
        """One row changed, deleted, or mixed with another. Gives what was done; what a constraint refuses is not."""
        while True:
            act = self.rng.choice((self._change, self._change, self._change, self._delete, self._mix))
            try:
                return act()
            except IntegrityError:
                continue

    def restore(self, done: str) -> None:
        table = next(word for word in done.split() if word in TABLES)
        self.cursor.execute(f"DELETE FROM {table}")
        self.cursor.execute(f"INSERT INTO {table} TABLE kept_{table}")

    def _row(self, table: str) -> str:
        self.cursor.execute(f"SELECT ctid::text FROM {table}")
        return str(self.rng.choice(self.cursor.fetchall())[0])

    def _change(self) -> str:
        table, column, kind, longest = self.rng.choice(self.columns)
        return self._do(
            f"UPDATE {table} SET \"{column}\" = {self._other(column, kind, longest)} WHERE ctid = '{self._row(table)}'"
        )

    def _other(self, column: str, kind: str, longest: int | None) -> str:
        if kind in NUMBERS:
            return f'coalesce("{column}", 0) + 1'
        if kind in OTHERWISE:
            return OTHERWISE[kind].format(f'"{column}"')
        return f"""left(chr(120 + (length("{column}") + ascii("{column}")) %% 2) || "{column}", {longest or 10_000})"""

    def _delete(self) -> str:
        table = self.rng.choice(TABLES)
        return self._do(f"DELETE FROM {table} WHERE ctid = '{self._row(table)}'")

    def _mix(self) -> str:
        """One row takes a value of another row of the table, as if it had always been so."""
        while True:
            table, column, *_ = self.rng.choice(self.columns)
            one, other = self._row(table), self._row(table)
            self.cursor.execute(
                f"SELECT a.\"{column}\" IS DISTINCT FROM b.\"{column}\" FROM {table} a, {table} b WHERE a.ctid = '{one}' AND b.ctid = '{other}'"
            )
            if self.cursor.fetchone() == (True,):
                return self._do(
                    f"UPDATE {table} SET \"{column}\" = other.\"{column}\" FROM {table} AS other WHERE {table}.ctid = '{one}' AND other.ctid = '{other}'"
                )

    def _do(self, statement: str) -> str:
        self.cursor.execute(statement.replace("%%", "%"))
        assert self.cursor.rowcount == 1, statement
        return statement


@pytest.fixture
def intruder(tmp_path) -> Iterator[Intruder]:
    rng = Random(13)
    province = found_province()
    lives = [
        RandomLife(rng, province.river, f"（2019）示0102民初{number}号").live(14) for number in range(1, 21)
    ]
    append_many(
        [incoming_life(province.river, steps, f"ref-{place}") for place, steps in enumerate(lives)],
        by=ELSEWHERE,
        at=moment(TODAY),
    )
    docketed(province.hill).assigned(province.hill.judge).closed()
    for verb in ("case.opened", "docket.listed"):
        audit.note(province.river.judge.looks(), verb, purpose="核对")
    places = {"keys": tmp_path / "keys", "witness": tmp_path / "witness"}
    seal("events", at=moment(TODAY, 12), **places)
    seal("audit", at=moment(TODAY, 13), **places)
    intruder = Intruder(rng)
    yield intruder
    intruder.leave()


def is_sound(folder) -> bool:
    """Everything that a court runs to find out whether its record is as it was recorded."""
    keys, witness = public_keys(folder / "keys"), folder / "witness"
    return (
        verify_chain("events").sound
        and verify_chain("audit").sound
        and verify_seals("events", keys=keys, witness=witness).sound
        and verify_seals("audit", keys=keys, witness=witness).sound
        and verify_payloads().sound
        and check().differing == 0
        and not check().differences
    )


def test_whatever_is_changed_at_random_is_found(intruder, tmp_path, hard):
    assert is_sound(tmp_path)
    unseen = []
    for _ in range(2_000 if hard else 30):
        done = intruder.tamper()
        if is_sound(tmp_path):
            unseen.append(done)
        intruder.restore(done)
    assert not unseen, "\n".join(unseen)
    assert is_sound(tmp_path)
