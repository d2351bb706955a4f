"""Encryption at rest: payloads of events, sensitive fields of parties, contents of documents.

One master key per installation lies outside the database (settings.KEYS). Every secret has a data key of its own, derived
from the master key and a random salt that is stored beside it: who destroys the salt has destroyed the key, and what lies
in old copies of the cipher can never be read again (HMAC-SHA256 as key derivation, AES-256-GCM).
"""

import hashlib
import hmac
import os
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from xiezhi.record.errors import InputError
from xiezhi.record.keeping import place_once

KEY_BYTES = 32
SALT_BYTES = 16
FIRST_MASTER = b"\x01"  # which master key a salt belongs to, so that another can follow
_NONCE = bytes(12)  # every data key encrypts exactly one text, so the nonce need not vary


@cache
def master_key(folder: Path) -> bytes:
    """The master key of this installation, made when first asked for; readable by its owner only. Raises InputError for a damaged one."""
    path = folder / "master-1.key"
    key = path.read_bytes() if path.exists() else place_once(path, os.urandom(KEY_BYTES))
    if len(key) != KEY_BYTES:
        raise InputError(
            f"主密钥 {path} 已损坏：应为{KEY_BYTES}字节，实为{len(key)}；请从备份恢复",
            f"the master key {path} is damaged: {KEY_BYTES} bytes expected, {len(key)} found; restore it from the backup",
        )
    return key


def _cipher(salt: bytes) -> AESGCM:
    return AESGCM(hmac.digest(master_key(settings.KEYS), salt, hashlib.sha256))


def lock(text: bytes) -> tuple[bytes, bytes]:
    """Encrypt a text; give the salt of its key and the cipher."""
    salt = FIRST_MASTER + os.urandom(SALT_BYTES)
    return salt, _cipher(salt).encrypt(_NONCE, text, None)


def unlock(salt: bytes, cipher: bytes) -> bytes:
    """The text again. Raises cryptography.exceptions.InvalidTag when cipher or key were changed."""
    return _cipher(bytes(salt)).decrypt(_NONCE, bytes(cipher), None)


def lock_together(text: bytes) -> bytes:
    """Encrypt a text into one value: salt and cipher."""
    salt, cipher = lock(text)
    return salt + cipher


def unlock_together(value: bytes) -> bytes:
    """The text of a value made by `lock_together`."""
    border = len(FIRST_MASTER) + SALT_BYTES
    return unlock(bytes(value[:border]), bytes(value[border:]))
