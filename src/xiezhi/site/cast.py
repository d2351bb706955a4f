"""The demonstration accounts as the sign-in page lists them: who one can be, court by court."""

from dataclasses import dataclass
from functools import cache

from xiezhi.record.models import Account, Post
from xiezhi.rules.language import tr
from xiezhi.rules.lawdata import read_table


@dataclass(frozen=True, slots=True)
class Part:
    """An account of the cast: the name to sign in with, and the post in words."""

    username: str
    words: str


@dataclass(frozen=True, slots=True)
class Cast:
    """The accounts by court, in the order of the file, and the password they share."""

    password: str
    courts: tuple[tuple[str, tuple[Part, ...]], ...]


def cast() -> Cast | None:
    """The accounts of the demonstration that exist here; None when the province was not loaded."""
    from xiezhi.demo.load import PASSWORD  # brings the whole generator along

    labels = _labels()
    officers = dict(Account.objects.filter(username__in=labels).values_list("username", "officer"))
    posts = Post.objects.filter(officer__in=officers.values(), last_on=None).select_related("court")
    courts = {post.officer_id: post.court for post in posts}
    found: dict[str, list[Part]] = {}
    for username, (zh, en) in labels.items():
        court = courts.get(officers[username]) if username in officers else None
        if court is not None:
            name = tr(court.name, court.name_en or court.name)
            found.setdefault(name, []).append(Part(username, tr(zh, en)))
    return Cast(PASSWORD, tuple((name, tuple(parts)) for name, parts in found.items())) if found else None


@cache
def _labels() -> dict[str, tuple[str, str]]:
    """What each account is called, by its user name, in the order of demo/data/accounts.toml."""
    from xiezhi.demo.names import DATA

    return {
        name: (part.need("label_zh", str), part.need("label_en", str))
        for name, part in read_table(DATA / "accounts.toml").entries()
    }
