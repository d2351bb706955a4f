"""The separate verifier: a sound log passes; whatever is done to one is found, and the first bad event is named."""

import gzip
import json
import subprocess
import sys
from base64 import b64encode
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from xiezhi.record import chain
from xiezhi.record.checkpoint import Checkpoint
from xiezhi.record.signing import PrivateKey, signing_key, write_public_keys
from xiezhi.rules.merkle import EMPTY_ROOT, Frontier, inclusion_proof, subtrees_of

PROGRAM = Path(__file__).parents[2] / "verifier" / "xiezhi_verify.py"
CASES = [UUID(int=number) for number in (1, 2, 3)]
# The cases of twelve events in order of writing; entries rise with gaps, as the database's numbers do.
ORDER = [0, 0, 1, 0, 1, 2, 2, 0, 1, 2, 0, 1]
SEALED = (3, 7, 10)
NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Event:
    entry: int
    text: str
    hash: str
    link: Any = None
    more: str = ""

    def line(self):
        return f'{{"entry": {self.entry}, "hash": "{self.hash}", {self.more}"event": {self.text}}}\n'


def written(entry, link):
    text = chain.canonical(link)
    return Event(entry, text, chain.leaf_hash(text).hex(), link)


def payload_of(number):
    return bytes(16) + json.dumps({"text": f"第{number}次"}).encode()


@dataclass
class ExportedLog:
    key: PrivateKey
    events: list[Event] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    count: int | None = None
    scope: str = "all"
    log: str = "events"

    def seal(self, sizes, key=None):
        leaves = [bytes.fromhex(event.hash) for event in self.events]
        frontier, previous, self.notes = Frontier(), EMPTY_ROOT, []
        for size in sizes:
            frontier.extend(leaves[frontier.size : size])
            checkpoint = Checkpoint(
                f"xiezhi/{self.log}", size, frontier.root(), self.events[size - 1].entry, NOON, previous
            )
            self.notes.append(checkpoint.sign(key or self.key))
            previous = frontier.root()

    def export(self, folder, *, packed=False):
        folder.mkdir()
        lines = "".join(event.line() for event in self.events).encode()
        if packed:
            (folder / "events.jsonl.gz").write_bytes(gzip.compress(lines))
        else:
            (folder / "events.jsonl").write_bytes(lines)
        (folder / "checkpoints.txt").write_text("\n".join(self.notes), "utf-8")
        manifest = {
            "format": "xiezhi-log/1", "log": self.log, "scope": self.scope,
            "events": len(self.events) if self.count is None else self.count,
        }  # fmt: skip
        (folder / "manifest.json").write_text(json.dumps(manifest))
        write_public_keys(folder / "keys.json", {self.key.public().id: self.key.public()})


@pytest.fixture
def log(tmp_path):
    made = ExportedLog(signing_key(tmp_path / "keys"))
    heads: dict[UUID, tuple[int, bytes]] = {}
    for number, place in enumerate(ORDER):
        case = CASES[place]
        seq, previous = heads.get(case, (0, chain.NOTHING_BEFORE))
        link = chain.Link(
            UUID(int=1000 + number), case, UUID(int=9), seq + 1, "note.recorded", 1, date(2026, 3, 1),
            NOON + timedelta(seconds=number), UUID(int=8) if number % 2 else None, None, "here", '引"号\\', sha256(payload_of(number)).digest(),
            previous,
        )  # fmt: skip
        event = written(10 + 3 * number, link)
        heads[case] = seq + 1, bytes.fromhex(event.hash)
        made.events.append(event)
    made.seal(SEALED)
    return made


@pytest.fixture
def run(tmp_path, log):
    def verify(*options, packed=False):
        log.export(tmp_path / "export", packed=packed)
        command = [sys.executable, PROGRAM, tmp_path / "export", *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    return verify


def first(said):
    lines = said.split("\n")
    return lines[0] + lines[1] if lines[0].startswith("首个错误 first fault") else ""


@pytest.mark.parametrize("packed", [False, True])
def test_a_sound_log_passes_and_its_unsealed_end_is_said(run, tmp_path, packed):
    status, said = run("--key", tmp_path / "keys" / "keys.json", packed=packed)
    assert status == 0
    assert "entry 37" in said and "not sealed" in said
    assert "警告" not in said
    assert "events 12" in said and "seals 3" in said and "faults 0" in said


def test_a_log_sealed_to_its_end_is_silent_about_it(run, log):
    log.seal([12])
    status, said = run()
    assert status == 0 and "not sealed" not in said


def test_a_key_out_of_the_export_itself_is_warned_about(run):
    status, said = run()
    assert status == 0 and "警告" in said and "--key" in said


def test_a_log_without_any_seal_is_said_to_have_none(run, log):
    log.notes = []
    status, said = run()
    assert status == 1 and "seals 0" in said and "not sealed" in said


def test_an_empty_log_is_sound(run, log):
    log.events, log.notes = [], []
    assert run()[0] == 0


def changed_text(log):
    event = log.events[4]
    log.events[4] = replace(event, text=event.text.replace("note.recorded", "note.rewritten"))
    return "seq=2 entry=22", "text does not match"


def changed_hash(log):
    log.events[4] = replace(log.events[4], hash="ab" * 32)
    return "seq=2 entry=22", "text does not match"


def changed_text_and_hash(log):
    link = log.events[4].link
    log.events[4] = written(22, link._replace(kind="note.rewritten"))
    return "size=7", "not the sealed root: entry 17–28 有事件被改写"


def dropped(log):
    del log.events[1]
    return "seq=3 entry=19", "expected seq 2"


def dropped_long_before_the_next_of_its_case(log):
    """The seal tells it first, within a span; the chain names it later."""
    del log.events[4]
    return "size=7 last_entry=28", "one is missing"


def dropped_last_of_a_case(log):
    del log.events[9]
    return "size=10 last_entry=37", "one is missing"


def dropped_first_seal_and_its_case(log):
    log.events = [event for event in log.events if str(CASES[2]) not in event.text]
    return "size=7 last_entry=28", "one is missing"


def swapped_within_a_case(log):
    log.events[0], log.events[1] = log.events[1], log.events[0]
    return "seq=2 entry=13", "expected seq 1"


def swapped_between_cases(log):
    log.events[4], log.events[5] = log.events[5], log.events[4]
    return "seq=2 entry=22", "entry should be above 25"


def swapped_between_cases_with_their_entries(log):
    """Both chains stay whole, only the tree knows."""
    a, b = log.events[4], log.events[5]
    log.events[4], log.events[5] = replace(b, entry=a.entry), replace(a, entry=b.entry)
    return "size=7", "changed or moved"


def put_in(log):
    before = log.events[4]
    link = before.link
    log.events.insert(5, written(23, link._replace(seq=3, prev_hash=bytes.fromhex(before.hash))))
    return "size=7 last_entry=28", "one was put in"


def rechained(log):
    """A whole case is written anew with a good chain, but not sealed anew."""
    heads = chain.NOTHING_BEFORE
    for place, event in enumerate(log.events):
        link = event.link
        if link.case == CASES[2]:
            log.events[place] = written(event.entry, link._replace(source="there", prev_hash=heads))
            heads = bytes.fromhex(log.events[place].hash)
    return "size=7 last_entry=28", "changed or moved"


def rechained_after_the_last_seal(log):
    link = log.events[10].link
    log.events[10] = written(log.events[10].entry, link._replace(prev_hash=bytes(32)))
    return "seq=5 entry=40", "chain from the event before is broken"


def doubled(log):
    log.events.insert(5, log.events[4])
    return "seq=2 entry=22", "expected seq 3"


def cut_into_the_seals(log):
    del log.events[8:]
    return "size=10 last_entry=37", "its end is missing"


def cut_after_the_seals(log):
    del log.events[11:]
    log.count = 12
    return "manifest.json", "12 expected, 11 found"


def unreadable(log):
    log.events[4] = replace(log.events[4], text="[]")
    return "entry", "cannot be read"


def altered_checkpoint(log):
    log.notes[1] = log.notes[1].replace("last_entry 28", "last_entry 29")
    return "size=7", "not the sealed root"


def altered_checkpoint_time(log):
    log.notes[1] = log.notes[1].replace("T04:", "T05:")
    return "size=7", "signature is not valid"


def dropped_checkpoint(log):
    del log.notes[1]
    return "size=10", "does not follow the seal before"


def sealed_by_another(log):
    log.seal(SEALED, PrivateKey("ed25519", bytes(32)))
    return "size=3", "not signed by a key given"


def sealed_for_another_log(log):
    log.log = "audit"
    log.seal(SEALED)
    log.log = "events"
    return "size=3", "belongs to another log"


@pytest.mark.parametrize(
    "tamper",
    [
        changed_text,
        changed_hash,
        changed_text_and_hash,
        dropped,
        dropped_long_before_the_next_of_its_case,
        dropped_last_of_a_case,
        dropped_first_seal_and_its_case,
        swapped_within_a_case,
        swapped_between_cases,
        swapped_between_cases_with_their_entries,
        put_in,
        rechained,
        rechained_after_the_last_seal,
        doubled,
        cut_into_the_seals,
        cut_after_the_seals,
        unreadable,
        altered_checkpoint,
        altered_checkpoint_time,
        dropped_checkpoint,
        sealed_by_another,
        sealed_for_another_log,
    ],
    ids=lambda tamper: tamper.__name__,
)
def test_tampering_is_found_and_the_first_bad_event_named(run, log, tamper):
    where, what = tamper(log)
    status, said = run()
    assert status == 1, said
    assert where in first(said), said
    assert what in first(said), said


def test_a_key_had_from_elsewhere_unmasks_a_log_sealed_by_another(run, log, tmp_path):
    """Whoever owns the database can export a log that is sound under a key of his own."""
    other = PrivateKey("ed25519", bytes(32))
    honest, log.key = log.key, other
    log.seal(SEALED)
    write_public_keys(tmp_path / "had.json", {honest.public().id: honest.public()})
    status, said = run("--key", tmp_path / "had.json")
    assert status == 1 and "not signed by a key given" in first(said)


def test_a_witness_unmasks_a_log_cut_back_to_an_older_seal(run, log, tmp_path):
    (tmp_path / "events.txt").write_text("\n".join(log.notes))
    del log.events[7:], log.notes[2:]
    status, said = run("--witness", tmp_path / "events.txt")
    assert status == 1 and "size=10" in first(said) and "witness" in first(said)


def test_a_witness_that_is_behind_or_equal_is_content(run, log, tmp_path):
    (tmp_path / "events.txt").write_text("\n".join(log.notes[:2]))
    assert run("--witness", tmp_path / "events.txt")[0] == 0


def test_a_payload_opened_in_the_export_must_be_the_one_that_was_recorded(run, log, tmp_path):
    def opened(number):
        return f'"payload": "{b64encode(payload_of(number)).decode()}", '

    log.events = [replace(event, more=opened(number)) for number, event in enumerate(log.events)]
    assert run()[0] == 0
    log.events[6] = replace(log.events[6], more=opened(5))
    (tmp_path / "export").rename(tmp_path / "before")
    status, said = run()
    assert status == 1 and "entry=28" in first(said) and "opened payload" in first(said)


def alone(log):
    """The log of one case, its sealed events with their proofs."""
    leaves = [bytes.fromhex(event.hash) for event in log.events]
    for index, event in enumerate(log.events[: SEALED[-1]]):
        proof = [
            b64encode(node).decode() for node in inclusion_proof(index, SEALED[-1], subtrees_of(leaves[:10]))
        ]
        log.events[index] = replace(event, more=f'"index": {index}, "proof": {json.dumps(proof)}, ')
    log.events = [event for event in log.events if str(CASES[1]) in event.text]
    log.scope = "case"


def test_one_case_alone_is_proven_to_lie_in_the_seal(run, log):
    alone(log)
    status, said = run()
    assert status == 0, said
    assert "events 4" in said and "entry 37" in said


@pytest.mark.parametrize("change", ["another index", "another proof", "no proof"])
def test_an_event_of_one_case_without_its_own_proof_is_found(run, log, change):
    alone(log)
    event = log.events[1]
    more = {
        "another index": event.more.replace('"index": 4', '"index": 5'),
        "another proof": log.events[0].more,
        "no proof": "",
    }[change]
    log.events[1] = replace(event, more=more)
    status, said = run()
    assert status == 1 and "seq=2 entry=22" in first(said), said


def audit_trail(log):
    log.log = "audit"
    texts = [
        json.dumps([str(UUID(int=number)), number, "case.opened", "二"], ensure_ascii=False)
        for number in range(7)
    ]
    log.events = [Event(entry, text, chain.leaf_hash(text).hex()) for entry, text in enumerate(texts, 1)]
    log.seal([2, 5])


def test_a_sound_audit_trail_passes(run, log):
    audit_trail(log)
    status, said = run()
    assert status == 0 and "events 7" in said, said


def test_an_entry_taken_out_of_the_audit_trail_is_missed_by_the_seal(run, log):
    audit_trail(log)
    del log.events[3]
    status, said = run()
    assert status == 1 and "entry 3–5" in first(said) and "one is missing" in first(said), said


@pytest.mark.parametrize(
    "broken", ["nothing there", "no manifest", "another format", "no checkpoint", "cut gz"]
)
def test_what_cannot_be_checked_ends_with_status_2(run, log, tmp_path, broken):
    run(packed=broken == "cut gz")
    folder = tmp_path / "export"
    if broken == "nothing there":
        folder = tmp_path / "nowhere"
    elif broken == "no manifest":
        (folder / "manifest.json").unlink()
    elif broken == "another format":
        (folder / "manifest.json").write_text('{"format": "2", "log": "events", "scope": "all", "events": 1}')
    elif broken == "no checkpoint":
        (folder / "checkpoints.txt").write_text("hello")
    else:
        packed = folder / "events.jsonl.gz"
        packed.write_bytes(packed.read_bytes()[:-20])
    done = subprocess.run([sys.executable, PROGRAM, folder], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "无法校验" in done.stderr and "cannot be made" in done.stderr


def test_many_blocks_in_several_processes_are_joined_in_order(run, log):
    """A log of several megabytes, sealed in the middle of blocks."""
    base = log.events[0].link
    heads: dict[UUID, tuple[int, bytes]] = {}
    log.events = []
    for number in range(8000):
        case = UUID(int=number % 700)
        seq, previous = heads.get(case, (0, chain.NOTHING_BEFORE))
        event = written(
            number + 1, base._replace(id=UUID(int=number), case=case, seq=seq + 1, prev_hash=previous)
        )
        heads[case] = seq + 1, bytes.fromhex(event.hash)
        log.events.append(event)
    log.seal([1, 2, 3000, 7999])
    status, said = run("--processes", "3")
    assert status == 0, said
