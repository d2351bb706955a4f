"""Signing what was sealed: one interface for every algorithm, whose id stands in everything that is signed.

Ed25519 is built in. Another algorithm (SM2, a key that lives in a device) is a class with the methods of `Algorithm`,
registered under its name in ALGORITHMS. The keys of an installation lie in one folder: `seal.key`, private and readable
by its owner alone, and `keys.json`, every public key that was ever used here. Called by record.seals.
"""

import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from xiezhi.record.keeping import place_once
from xiezhi.rules.errors import InputError

PRIVATE = "seal.key"
PUBLIC = "keys.json"
KEY_ID_LENGTH = 8


class Algorithm(Protocol):
    """What a way of signing must be able to do; keys and signatures are plain bytes (or, for a device, the name of a key)."""

    def new_private_key(self) -> bytes: ...

    def public_key(self, private: bytes) -> bytes: ...

    def sign(self, private: bytes, message: bytes) -> bytes: ...

    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool: ...


class Ed25519:
    """RFC 8032, keys in their raw 32 bytes."""

    def new_private_key(self) -> bytes:
        return Ed25519PrivateKey.generate().private_bytes_raw()

    def public_key(self, private: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()

    def sign(self, private: bytes, message: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(private).sign(message)

    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


ALGORITHMS: dict[str, Algorithm] = {"ed25519": Ed25519()}


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key to verify with."""

    algorithm: str
    public: bytes

    @property
    def id(self) -> str:
        """The first eight hexadecimal digits of the key's SHA-256."""
        return sha256(self.public).hexdigest()[:KEY_ID_LENGTH]

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Whether this key signed the message; False also for an algorithm that is not installed here."""
        algorithm = ALGORITHMS.get(self.algorithm)
        return algorithm is not None and algorithm.verify(self.public, message, signature)


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A key to sign with; its secret never appears when it is printed."""

    algorithm: str
    secret: bytes

    def __repr__(self) -> str:
        return f"PrivateKey({self.algorithm}, {self.public().id})"

    def public(self) -> PublicKey:
        return PublicKey(self.algorithm, ALGORITHMS[self.algorithm].public_key(self.secret))

    def sign(self, message: bytes) -> bytes:
        return ALGORITHMS[self.algorithm].sign(self.secret, message)


def signing_key(folder: Path, algorithm: str = "ed25519") -> PrivateKey:
    """The key that signs here, made when there is none; of two processes that make one, both get the same.

    A key is retired by removing `seal.key`; its public half stays in `keys.json`, so that older seals remain verifiable.
    """
    private = folder / PRIVATE
    if not private.exists():
        place_once(private, _line(algorithm, ALGORITHMS[algorithm].new_private_key()).encode("ascii"))
    key = _read_private(private)
    _publish(folder, key.public())
    return key


def public_keys(folder: Path) -> dict[str, PublicKey]:
    """Every public key of a folder by its id. Raises InputError when the file cannot be read."""
    file = folder / PUBLIC
    if not file.exists():
        return {}
    try:
        entries = json.loads(file.read_text("utf-8"))["keys"]
        keys = [PublicKey(entry["algorithm"], b64decode(entry["public"])) for entry in entries]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise InputError(
            f"公钥文件 {file} 无法读取：{fault}", f"the public keys in {file} cannot be read: {fault}"
        ) from fault
    return {key.id: key for key in keys}


def write_public_keys(file: Path, keys: dict[str, PublicKey]) -> None:
    """Public keys in the form the separate verifier reads."""
    entries = [
        {"id": key.id, "algorithm": key.algorithm, "public": b64encode(key.public).decode()}
        for key in keys.values()
    ]
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.write_text(json.dumps({"keys": entries}, indent=2) + "\n", "utf-8")
    beside.replace(file)


def _line(algorithm: str, secret: bytes) -> str:
    return f"{algorithm} {b64encode(secret).decode()}\n"


def _read_private(file: Path) -> PrivateKey:
    try:
        algorithm, secret = file.read_text("ascii").split()
        if algorithm not in ALGORITHMS:
            raise InputError(
                f"{file}：未安装签名算法 {algorithm}",
                f"{file}: the signing algorithm {algorithm} is not installed",
            )
        return PrivateKey(algorithm, b64decode(secret, validate=True))
    except (OSError, ValueError) as fault:
        raise InputError(
            f"签名私钥 {file} 无法读取：{fault}", f"the signing key {file} cannot be read: {fault}"
        ) from fault


def _publish(folder: Path, key: PublicKey) -> None:
    known = public_keys(folder)
    if key.id not in known:
        write_public_keys(folder / PUBLIC, {**known, key.id: key})
