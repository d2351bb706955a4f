"""Keys, signatures, checkpoints."""

import hmac
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest

from xiezhi.record.checkpoint import Checkpoint, parse_checkpoint, parse_checkpoints
from xiezhi.record.signing import ALGORITHMS, PrivateKey, PublicKey, public_keys, signing_key
from xiezhi.rules.errors import InputError
from xiezhi.rules.merkle import EMPTY_ROOT, leaf_hash

STATEMENT = Checkpoint(
    "xiezhi/events", 12, leaf_hash(b"root"), 15, datetime(2026, 3, 1, 8, 30, tzinfo=UTC), EMPTY_ROOT
)


def test_a_key_is_made_once_readable_by_its_owner_alone(tmp_path):
    key = signing_key(tmp_path / "keys")
    assert signing_key(tmp_path / "keys") == key
    assert stat.S_IMODE((tmp_path / "keys" / "seal.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == ["keys.json", "seal.key"]
    public = key.public()
    assert public.id == sha256(public.public).hexdigest()[:8]
    assert public_keys(tmp_path / "keys") == {public.id: public}


def test_a_retired_key_still_verifies_what_it_signed(tmp_path):
    first = signing_key(tmp_path)
    signed = parse_checkpoint(STATEMENT.sign(first))
    (tmp_path / "seal.key").unlink()
    second = signing_key(tmp_path)
    assert second != first
    assert set(public_keys(tmp_path)) == {first.public().id, second.public().id}
    assert signed.verify(public_keys(tmp_path))


def test_the_known_answer_of_rfc_8032():
    secret = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = PrivateKey("ed25519", secret).public()
    assert public.public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    signature = PrivateKey("ed25519", secret).sign(b"")
    assert signature.hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155")
    assert public.verify(b"", signature)
    assert not public.verify(b"x", signature)
    assert not public.verify(b"", signature[:-1])


def test_a_key_does_not_show_its_secret():
    key = PrivateKey("ed25519", ALGORITHMS["ed25519"].new_private_key())
    assert key.secret.hex() not in repr(key)
    assert repr(key.secret) not in repr(key)


def test_a_checkpoint_says_what_it_says_and_is_read_back(tmp_path):
    key = signing_key(tmp_path)
    text = STATEMENT.sign(key)
    lines = text.split("\n")
    assert lines[:2] == ["xiezhi/events", "12"]
    assert lines[3:5] == ["last_entry 15", "time 2026-03-01T08:30:00Z"]
    assert lines[6] == ""
    assert lines[7].startswith(f"— {key.public().id} ed25519 ")
    signed = parse_checkpoint(text)
    assert signed.checkpoint == STATEMENT
    assert signed.text == text
    assert signed.verify({key.public().id: key.public()})


def test_time_is_written_in_utc():
    shanghai = datetime(2026, 3, 1, 16, 30, tzinfo=timezone(timedelta(hours=8)))
    assert replace(STATEMENT, at=shanghai).body() == STATEMENT.body()


def test_many_checkpoints_in_one_file(tmp_path):
    key = signing_key(tmp_path)
    texts = [replace(STATEMENT, size=size).sign(key) for size in (1, 2, 3)]
    assert [signed.text for signed in parse_checkpoints("\n".join(texts))] == texts
    assert [signed.text for signed in parse_checkpoints("".join(texts))] == texts
    assert list(parse_checkpoints("")) == []
    with pytest.raises(InputError):
        list(parse_checkpoints("\n".join([*texts, "half a checkpoint"])))


@pytest.mark.parametrize(
    "old, new",
    [
        ("\n12\n", "\n13\n"),
        ("last_entry 15", "last_entry 16"),
        ("08:30", "08:31"),
        ("xiezhi/events", "xiezhi/audit"),
    ],
)
def test_a_changed_checkpoint_does_not_verify(tmp_path, old, new):
    key = signing_key(tmp_path)
    changed = STATEMENT.sign(key).replace(old, new, 1)
    assert not parse_checkpoint(changed).verify({key.public().id: key.public()})


def test_a_signature_counts_only_under_its_own_key_and_algorithm(tmp_path):
    key = signing_key(tmp_path / "a")
    other = signing_key(tmp_path / "b").public()
    signed = parse_checkpoint(STATEMENT.sign(key))
    assert not signed.verify({})
    assert not signed.verify({other.id: other})
    assert not signed.verify({signed.key_id: other})
    assert not signed.verify({signed.key_id: PublicKey("another", key.public().public)})


@pytest.mark.parametrize("text", ["", "xiezhi/events\n", "x\ny\nz\n\n— 12345678 ed25519 AAAA\n"])
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(InputError):
        parse_checkpoint(text)


def test_a_key_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "seal.key").write_text("nonsense")
    with pytest.raises(InputError, match=r"seal\.key"):
        signing_key(tmp_path)
    (tmp_path / "seal.key").write_text("sm9 AAAA")
    with pytest.raises(InputError, match="sm9"):
        signing_key(tmp_path)


class Keyed:
    """Another algorithm, for the test alone: its public key is its secret."""

    def new_private_key(self) -> bytes:
        return b"for the test alone"

    def public_key(self, private: bytes) -> bytes:
        return private

    def sign(self, private: bytes, message: bytes) -> bytes:
        return hmac.digest(private, message, "sha256")

    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool:
        return hmac.compare_digest(self.sign(public, message), signature)


def test_another_algorithm_is_plugged_in_by_registering_its_class(tmp_path, monkeypatch):
    monkeypatch.setitem(ALGORITHMS, "keyed", Keyed())
    key = signing_key(tmp_path, "keyed")
    signed = parse_checkpoint(STATEMENT.sign(key))
    assert signed.algorithm == "keyed"
    assert signed.verify(public_keys(tmp_path))
    monkeypatch.delitem(ALGORITHMS, "keyed")
    assert not signed.verify(public_keys(tmp_path))
