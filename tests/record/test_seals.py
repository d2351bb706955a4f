"""Sealing, proofs, checks, export: on the database, against tampering, crashes and company."""

import json
import subprocess
import sys
import threading
from base64 import b64decode
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from tests.record.sealing import NOON, Ledger, Place, owner
from xiezhi.record import audit, chain, seals
from xiezhi.record.checkpoint import parse_checkpoint
from xiezhi.record.errors import NotThere
from xiezhi.record.log_export import export
from xiezhi.record.logs import LOGS
from xiezhi.record.models import AuditEntry, Event, Payload, Seal
from xiezhi.record.models.shared import new_id
from xiezhi.record.proofs import NotSealed, SealedTree, consistency_proof, inclusion_proof
from xiezhi.record.seals import SealBroken, status
from xiezhi.record.signing import public_keys
from xiezhi.record.verification import verify_chain, verify_payloads
from xiezhi.record.witness import WitnessDiffers, complete, equals
from xiezhi.rules.errors import InputError
from xiezhi.rules.merkle import Frontier, extends, includes

pytestmark = pytest.mark.django_db(transaction=True)

VERIFIER = Path(__file__).parents[2] / "verifier" / "xiezhi_verify.py"


@pytest.fixture
def ledger():
    ledger = Ledger()
    for _ in range(3):
        ledger.open_case()
    return ledger


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def tamper(statement, *values):
    """What such a person can do: the triggers do not stand in the way."""
    with owner() as other:
        other.execute("SET session_replication_role = replica")
        assert other.execute(statement, values).rowcount


def hashes():
    return [bytes(digest) for digest in Event.objects.order_by("entry").values_list("hash", flat=True)]


def root_of(leaves):
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


def test_a_seal_holds_the_root_of_all_events_and_its_text_says_so(ledger, place):
    ledger.fill(7)
    made = place.seal()
    assert (made.size, bytes(made.root)) == (7, root_of(hashes()))
    signed = parse_checkpoint(made.checkpoint)
    assert signed.verify(public_keys(place.keys))
    assert signed.checkpoint.last_entry == made.last_entry == Event.objects.latest("entry").entry
    assert place.file.read_text() == made.checkpoint + "\n"
    assert place.verdict().sound and place.verdict().checked == 7


def test_sealing_goes_on_where_the_last_seal_ended(ledger, place):
    sizes = []
    for count in (1, 2, 5, 1, 8):
        ledger.fill(count)
        sizes.append(place.seal().size)
    assert sizes == [1, 3, 8, 9, 17]
    assert bytes(Seal.objects.latest("size").root) == root_of(hashes())
    assert place.verdict().sound
    assert equals(place.file, Seal.objects.order_by("size").values_list("checkpoint", flat=True))


def test_nothing_new_is_nothing_to_seal(ledger, place):
    assert place.seal() is None
    ledger.fill(2)
    assert place.seal() is not None
    assert place.seal() is None
    assert Seal.objects.count() == 1


def test_the_time_of_seals_never_runs_backwards(ledger, place):
    ledger.fill(1)
    place.seal(at=NOON)
    ledger.fill(1)
    assert place.seal(at=NOON - timedelta(days=1)).sealed_at == NOON


def test_only_one_process_seals_at_a_time(ledger, place):
    ledger.fill(3)
    with owner() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [LOGS["events"].lock])
        assert place.seal() is None
        other.execute("SELECT pg_advisory_unlock(%s)", [LOGS["events"].lock])
    assert place.seal().size == 3


def test_many_sealers_and_writers_at_once_leave_one_sound_log(ledger, place):
    place.seal()

    def in_a_thread(work):
        def run():
            try:
                for _ in range(6):
                    work()
            finally:
                connections.close_all()

        return threading.Thread(target=run)

    threads = [in_a_thread(place.seal) for _ in range(3)]
    threads += [in_a_thread(lambda case=case: ledger_append(ledger, case)) for case in ledger.cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    place.seal()
    assert Seal.objects.latest("size").size == Event.objects.count() == 18
    assert place.verdict().sound
    assert verify_chain().sound


def ledger_append(ledger, case):
    """As the ledger writes: the shared lock is taken before the number is drawn."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [chain.LEDGER_LOCK])
        ledger.append(case)


def test_a_number_drawn_but_not_yet_committed_is_not_passed_over(ledger, place, monkeypatch):
    """An appender holds the shared lock: the sealer waits, gives up, and comes again."""
    monkeypatch.setattr(seals, "PATIENCE", "50ms")
    ledger.fill(2)
    with owner() as other:
        other.execute("BEGIN")
        other.execute("SELECT pg_advisory_xact_lock_shared(%s)", [chain.LEDGER_LOCK])
        assert place.seal() is None
        other.execute("ROLLBACK")
    assert place.seal().size == 2


def sign_in():
    audit.note(None, "sign_in")
    connections.close_all()


def test_an_audit_entry_draws_its_number_after_it_holds_the_lock(place):
    """Otherwise a smaller number could appear below a seal."""
    numbers = "SELECT last_value FROM record_audit_entry"
    with owner() as other:
        other.execute("BEGIN")
        other.execute("SELECT pg_advisory_xact_lock(%s)", [chain.LEDGER_LOCK])
        before = other.execute(numbers).fetchone()
        writer = threading.Thread(target=sign_in)
        writer.start()
        writer.join(0.3)
        assert writer.is_alive()
        assert other.execute(numbers).fetchone() == before
        other.execute("ROLLBACK")
    writer.join()
    assert AuditEntry.objects.count() == 1


def test_a_crash_between_seal_and_witness_is_repaired_by_the_next_round(ledger, place):
    ledger.fill(2)
    place.seal()
    ledger.fill(2)
    place.seal()
    whole = place.file.read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) // 2 + 30, len(whole) - 1):
        place.file.write_bytes(whole[:length])
        assert status("events", at=NOON, witness=place.witness).witness == "behind"
        assert place.seal() is None
        assert place.file.read_bytes() == whole
    place.file.unlink()
    place.seal()
    assert place.file.read_bytes() == whole


def test_a_witness_that_knows_more_or_something_else_stops_the_sealing(ledger, place):
    ledger.fill(2)
    place.seal()
    whole = place.file.read_bytes()
    for other in (whole + whole, whole.replace(b"last_entry", b"LAST_ENTRY"), b"x" * (len(whole) - 5)):
        place.file.write_bytes(other)
        ledger.fill(1)
        assert status("events", at=NOON, witness=place.witness).witness == "differs"
        with pytest.raises(WitnessDiffers):
            place.seal()
        assert not place.verdict().sound
    assert Seal.objects.count() == 1


def test_a_changed_frontier_is_not_carried_on(ledger, place):
    ledger.fill(3)
    place.seal()
    tamper("UPDATE record_seal SET frontier = %s", bytes(64))
    ledger.fill(1)
    with pytest.raises(SealBroken):
        place.seal()
    assert not place.verdict().sound


def test_status_says_age_and_what_is_not_sealed(ledger, place):
    empty = status("events", at=NOON, witness=place.witness)
    assert (empty.sealed, empty.age, empty.unsealed, empty.witness) == (0, None, 0, "same")
    ledger.fill(3)
    place.seal()
    ledger.fill(2)
    now = status("events", at=NOON + timedelta(minutes=5), witness=place.witness)
    assert (now.sealed, now.age, now.unsealed, now.witness) == (3, timedelta(minutes=5), 2, "same")


def test_every_sealed_event_is_proven_under_the_last_seal(ledger, place, monkeypatch):
    monkeypatch.setattr("xiezhi.record.proofs.FEW", 2)
    for count in (3, 1, 4, 9, 2, 6):
        ledger.fill(count)
        last = place.seal()
    unsealed = ledger.append(ledger.cases[0])
    for index, event in enumerate(Event.objects.order_by("entry")[: last.size]):
        proof = inclusion_proof(event.id)
        assert (proof.index, proof.leaf) == (index, bytes(event.hash))
        assert includes(bytes(last.root), last.size, index, bytes(event.hash), proof.path)
    with pytest.raises(NotSealed):
        inclusion_proof(unsealed.id)
    with pytest.raises(NotThere):
        inclusion_proof(new_id())


def test_every_pair_of_seals_is_proven_consistent(ledger, place, monkeypatch):
    monkeypatch.setattr("xiezhi.record.proofs.FEW", 1)
    for count in (3, 1, 4, 9, 2):
        ledger.fill(count)
        place.seal()
    made = list(Seal.objects.order_by("size"))
    for old in made:
        for new in made[made.index(old) :]:
            proof = consistency_proof(old, new)
            assert extends(bytes(old.root), old.size, bytes(new.root), new.size, proof.path)


def test_subtrees_out_of_seals_are_those_out_of_leaves(ledger, place):
    for count in (2, 2, 5, 8):
        ledger.fill(count)
        place.seal()
    tree, leaves = SealedTree("events"), hashes()
    for width in (1, 2, 4, 8):
        for start in range(0, 17 - width + 1, width):
            assert tree.subtree(start, start + width) == root_of(leaves[start : start + width])


def test_a_sound_record_is_sound(ledger, place):
    ledger.fill(10)
    assert verify_chain().sound and verify_chain().checked == 10
    assert verify_payloads().sound and verify_payloads().checked == 10


@pytest.mark.parametrize(
    "column, value",
    [
        ("kind", "'note.rewritten'"),
        ("occurred_on", "occurred_on - 1"),
        ("recorded_at", "recorded_at + interval '1 microsecond'"),
        ("source", "'there'"),
        ("external_ref", "external_ref || ' '"),
        ("payload_hash", "sha256(payload_hash)"),
        ("prev_hash", "sha256(prev_hash)"),
        ("hash", "sha256(hash)"),
        ("version", "version + 1"),
        ("officer_id", "id"),
        ("seq", "seq + 100"),
    ],
)
def test_a_changed_column_is_found_and_named(ledger, place, column, value):
    event = ledger.fill(9)[4]
    tamper(f"UPDATE record_event SET {column} = {value} WHERE id = %s", event.id)
    found = verify_chain()
    assert not found.sound
    assert (found.faults[0].entry, found.faults[0].case) == (event.entry, event.case_id)
    assert found.faults[0].zh and found.faults[0].en


@pytest.mark.parametrize("which", ["first", "middle", "last"])
def test_a_deleted_event_is_found(ledger, place, which):
    of_one_case = [event for event in ledger.fill(9) if event.case_id == ledger.cases[1]]
    event = of_one_case[{"first": 0, "middle": 1, "last": 2}[which]]
    tamper("DELETE FROM record_event WHERE id = %s", event.id)
    found = verify_chain()
    assert not found.sound and found.faults[0].case == event.case_id


def test_an_event_that_the_ledger_did_not_write_is_found(ledger, place):
    last = ledger.fill(3)[2]
    tamper(
        "INSERT INTO record_event (id, case_id, court_id, seq, kind, version, occurred_on, recorded_at, source, external_ref, "
        "payload_hash, prev_hash, hash) SELECT gen_random_uuid(), case_id, court_id, seq + 1, kind, version, occurred_on, recorded_at, "
        "source, external_ref, payload_hash, hash, hash FROM record_event WHERE id = %s",
        last.id,
    )
    faults = verify_chain().faults
    assert any(fault.seq == 2 for fault in faults)


def test_a_case_rewritten_with_a_good_chain_is_found_by_the_seal(ledger, place):
    """All that the chain can know is put right again; only the sealed root is not."""
    ledger.fill(6)
    place.seal()
    ledger.fill(3)
    place.seal()
    previous = chain.NOTHING_BEFORE
    for event in Event.objects.filter(case=ledger.cases[2]).order_by("seq"):
        link = chain.Link(
            event.id, event.case_id, event.court_id, event.seq, event.kind, event.version, date(2020, 1, 1), event.recorded_at,
            event.officer_id, event.post_id, event.source, event.external_ref, bytes(event.payload_hash), previous,
        )  # fmt: skip
        before, previous = previous, chain.leaf_hash(chain.canonical(link))
        tamper(
            "UPDATE record_event SET occurred_on = '2020-01-01', prev_hash = %s, hash = %s WHERE id = %s",
            before,
            previous,
            event.id,
        )
    tamper("UPDATE record_case SET last_hash = %s WHERE id = %s", previous, ledger.cases[2])
    assert verify_chain().sound
    found = place.verdict()
    assert not found.sound
    first = Seal.objects.earliest("size")
    assert found.faults[0].entry == first.last_entry
    assert f"{1}–{first.last_entry}" in found.faults[0].en


@pytest.mark.parametrize(
    "change",
    [
        "root = sha256(root)",
        "checkpoint = replace(checkpoint, 'last_entry', 'first_entry')",
        "checkpoint = replace(checkpoint, 'T04', 'T05')",
        "key_id = '00000000'",
        "last_entry = last_entry - 1",
    ],
)
def test_a_changed_seal_is_found(ledger, place, change):
    ledger.fill(4)
    place.seal()
    ledger.fill(4)
    place.seal()
    tamper(f"UPDATE record_seal SET {change} WHERE size = 4")
    assert not place.verdict().sound


def test_a_deleted_seal_is_found_by_the_witness(ledger, place):
    ledger.fill(4)
    place.seal()
    ledger.fill(4)
    place.seal()
    tamper("DELETE FROM record_seal WHERE size = 8")
    assert not place.verdict().sound


def test_changed_swapped_and_missing_payloads_are_found(ledger, place):
    a, b, c, d = ledger.fill(4)
    tamper("UPDATE record_payload SET cipher = cipher || '\\x00' WHERE event_id = %s", a.id)
    tamper(
        "UPDATE record_payload p SET key = q.key, cipher = q.cipher FROM record_payload q WHERE p.event_id = %s AND q.event_id = %s",
        b.id,
        d.id,
    )
    tamper("UPDATE record_payload SET key = NULL, cipher = NULL WHERE event_id = %s", c.id)
    assert [fault.entry for fault in verify_payloads().faults] == [a.entry, b.entry, c.entry]


def test_a_payload_destroyed_by_a_recorded_order_leaves_everything_sound(ledger, place):
    event = ledger.fill(3)[0]
    ledger.append(
        ledger.cases[0], "payload.destroyed", {"seqs": [event.seq], "order": "1号", "ground": "期满"}
    )
    Payload.objects.filter(event=event).update(key=None, cipher=None)
    place.seal()
    assert verify_payloads().sound and verify_chain().sound and place.verdict().sound


def verifier(folder, *options):
    done = subprocess.run(
        [sys.executable, VERIFIER, folder, *options], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("packed", [False, True])
def test_an_exported_log_passes_the_separate_verifier(ledger, place, tmp_path, packed):
    ledger.fill(7)
    place.seal()
    ledger.fill(5)
    place.seal()
    ledger.fill(2)
    assert export(tmp_path / "export", keys=place.keys, at=NOON, packed=packed) == 14
    assert (tmp_path / "export" / "events.jsonl.gz").exists() == packed
    status, said = verifier(tmp_path / "export", "--key", place.keys / "keys.json", "--witness", place.file)
    assert status == 0, said
    assert "events 14" in said and "seals 2" in said and "not sealed" in said


def test_what_was_changed_in_the_database_is_found_in_its_export(ledger, place, tmp_path):
    event = ledger.fill(7)[3]
    place.seal()
    tamper("UPDATE record_event SET kind = 'note.rewritten' WHERE id = %s", event.id)
    export(tmp_path / "export", keys=place.keys, at=NOON)
    status, said = verifier(tmp_path / "export")
    assert status == 1
    assert f"case={event.case_id} seq={event.seq} entry={event.entry}" in said.split("\n")[0]


def test_one_case_is_exported_with_proofs_and_opened_payloads(ledger, place, tmp_path):
    ledger.fill(20)
    place.seal()
    ledger.fill(3)
    assert export(tmp_path / "export", keys=place.keys, at=NOON, case=ledger.cases[1], opened=True) == 8
    status, said = verifier(tmp_path / "export", "--witness", place.file)
    assert status == 0, said
    assert "not sealed" in said
    lines = (tmp_path / "export" / "events.jsonl").read_text("utf-8").splitlines()
    assert all(str(ledger.cases[0]) not in line for line in lines)
    payload = b64decode(json.loads(lines[0])["payload"])
    assert str(chain.unpack(payload)["text"]).startswith("第")


def test_an_export_writes_a_new_folder_or_nothing(ledger, place, tmp_path):
    ledger.fill(1)
    place.seal()
    (tmp_path / "export").mkdir()
    with pytest.raises(InputError):
        export(tmp_path / "export", keys=place.keys, at=NOON)
    with pytest.raises(NotThere):
        export(tmp_path / "new", keys=place.keys, at=NOON, case=new_id())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["export", "keys", "witness"]


def test_the_audit_trail_is_sealed_checked_and_exported_the_same_way(place, tmp_path):
    for number in range(5):
        audit.note(None, "case.opened", object_id=f"第{number}件\n\"'", details={"字段": ["a", number]})
    made = place.seal("audit")
    assert made.size == 5
    assert verify_chain("audit").sound and place.verdict("audit").sound
    export(tmp_path / "export", keys=place.keys, at=NOON, log="audit")
    assert verifier(tmp_path / "export", "--witness", place.witness / "audit.txt")[0] == 0
    entry = AuditEntry.objects.order_by("entry")[2]
    tamper("UPDATE record_auditentry SET outcome = 'denied' WHERE id = %s", entry.id)
    assert verify_chain("audit").faults[0].entry == entry.entry


def test_the_witness_is_not_touched_when_there_is_nothing_to_add(ledger, place):
    complete(place.witness, LOGS["events"])
    assert not place.witness.exists()
