"""How mail leaves: through the server of XIEZHI_MAIL_URL, else into files, a folder for each staff number. Read by the settings."""

import os
import re
import secrets
from collections.abc import Sequence
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from xiezhi.rules.errors import InputError

NOWHERE = "court.invalid"  # a domain that no mail server delivers to (RFC 2606)
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
PATIENCE = 15  # seconds
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]+")


def settings_of(url: str, domain: str) -> dict[str, Any]:
    """Django's settings for a mail server written as smtp://, smtp+starttls:// or smtps://user:password@host:port; files for none.

    Raises InputError for what is no such address, and for a server without the domain of the officers' addresses.
    """
    if not url:
        return {"EMAIL_BACKEND": "xiezhi.project.mailing.FolderBackend"}
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or not _has_port(parts):
        schemes = "、".join(PORTS)
        raise InputError(
            f"XIEZHI_MAIL_URL应形如 smtp+starttls://用户:口令@主机:端口（{schemes}）",
            f"XIEZHI_MAIL_URL should read like smtp+starttls://user:password@host:port ({', '.join(PORTS)})",
            field="XIEZHI_MAIL_URL",
        )
    if not domain:
        raise InputError(
            "设了XIEZHI_MAIL_URL，还须用XIEZHI_MAIL_DOMAIN写明人员邮箱的域名（工号@域名）",
            "with XIEZHI_MAIL_URL, XIEZHI_MAIL_DOMAIN must name the domain of the officers' addresses (staff number@domain)",
            field="XIEZHI_MAIL_DOMAIN",
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": PATIENCE,
    }


def _has_port(parts: SplitResult) -> bool:
    """Whether the port is one, or left out."""
    try:
        return parts.port != 0
    except ValueError:
        return False


class FolderBackend(BaseEmailBackend):
    """Mail as .eml files, which every mail program opens: one folder for each recipient, readable by the owner only."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Write every message for every recipient; how many."""
        written = 0
        for message in messages:
            for recipient in message.recipients():
                _write(_folder(recipient), message.message().as_bytes())
                written += 1
        return written


def _folder(recipient: str) -> Path:
    from django.conf import settings

    name = parseaddr(recipient)[1].partition("@")[0]
    folder: Path = settings.MAIL_FOLDER / (_NOT_IN_NAMES.sub("_", name) or "_")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _write(folder: Path, message: bytes) -> None:
    from django.utils import timezone

    file = folder / f"{timezone.localtime():%Y-%m-%d-%H%M%S}-{secrets.token_hex(3)}.eml"
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:  # noqa: PTH123 - carries the mode
        stream.write(message)
