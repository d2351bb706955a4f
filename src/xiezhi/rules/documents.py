"""The texts of the law and their versions: turns a citation and a day into document, article, text version.

A citation is written `tlp 2(1)` (literal article 2 paragraph 1; an item in brackets: `ext19 4[4]`) or `cpl:ordinary` (a subject whose article number differs
between versions; handbook section 2.2). Data: rules/data/law/documents.toml.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from xiezhi.rules.dates import in_force
from xiezhi.rules.errors import OutsideValidity
from xiezhi.rules.lawdata import DATA, Table, check_versions, read_table


class Source(NamedTuple):
    """An article in the text version that governed on a day: how a step of a derivation is proven."""

    document: str
    article: str
    version: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class TextVersion:
    """One wording of a document, in force from `first` to `last` (both inclusive)."""

    id: str
    first: date
    last: date
    number: str
    verification: str


@dataclass(frozen=True, slots=True)
class Document:
    """A law or judicial interpretation with its wordings, and articles that moved between them."""

    key: str
    name_zh: str
    name_en: str
    short_zh: str
    short_en: str
    versions: tuple[TextVersion, ...]
    articles: dict[str, dict[str, str]]

    def version(self, on: date) -> TextVersion | None:
        """The wording in force on a day, or None."""
        return in_force(self.versions, on)


class Documents:
    """All texts by key, and the one question asked of them: what does this citation mean on that day?"""

    def __init__(self, by_key: dict[str, Document]) -> None:
        self.by_key = by_key
        self._known: dict[tuple[str, str], Source] = {}
        self._together: dict[tuple[tuple[str, ...], date], tuple[Source, ...]] = {}

    def cite(self, citation: str, on: date) -> Source:
        """Raises OutsideValidity when no wording was in force that day; KeyError for an unknown citation."""
        key, _, subject = citation.partition(":")
        document = self.by_key[key] if subject else self.by_key[citation.partition(" ")[0]]
        version = document.version(on)
        if version is None:
            raise OutsideValidity(
                document.short_zh, on, "没有当日有效的文本", "no text was in force that day"
            )
        known = self._known.get((citation, version.id))
        if known is None:
            article = document.articles[subject][version.id] if subject else citation.partition(" ")[2]
            known = self._known[citation, version.id] = _source(document, version, article)
        return known

    def cite_known(self, citations: tuple[str, ...], on: date) -> tuple[Source, ...]:
        """The sources of those citations that had a text that day, for grounds older than some of their texts."""
        sources = self._together.get((citations, on))
        if sources is None:
            known = (citation for citation in citations if self.version_id(citation, on) is not None)
            sources = self._together[citations, on] = tuple(self.cite(citation, on) for citation in known)
        return sources

    def version_id(self, citation: str, on: date) -> str | None:
        """The id of the text version of a document (or of a citation's document) in force that day."""
        version = self.by_key[re.split("[: ]", citation, maxsplit=1)[0]].version(on)
        return version.id if version else None

    def check(self, citation: str, table: Table, name: str, first: date, last: date) -> None:
        """Refuse a citation that has no document, no article or no text version on the days it is used."""
        for day in (first, last):
            try:
                self.cite(citation, day)
            except KeyError as missing:
                zh, en = (
                    f"引用 {citation!r} 查无 {missing}",
                    f"citation {citation!r}: {missing} is not in documents.toml",
                )
                raise table.fault(name, zh, en) from missing
            except OutsideValidity as outside:
                raise table.fault(
                    name, f"引用 {citation!r}：{outside.zh}", f"citation {citation!r}: {outside.en}"
                ) from outside


_ARTICLE = re.compile(r"(\d+)(?:\((\d+)\))?(?:\[(\d+)\])?")


def _article_zh(article: str) -> str:
    """`2(1)[3]` as 第2条第1款第3项; anything else as it stands."""
    found = _ARTICLE.fullmatch(article)
    if not found:
        return f"第{article}条"
    number, paragraph, item = found.groups()
    return f"第{number}条" + (f"第{paragraph}款" if paragraph else "") + (f"第{item}项" if item else "")


def _source(document: Document, version: TextVersion, article: str) -> Source:
    year = version.id.rpartition("-")[2]
    zh = f"《{document.short_zh}》（{year}年文本）" + (_article_zh(article) if article else "")
    en = f"{document.short_en} ({year} text)" + (f" art. {article}" if article else "")
    return Source(document.key, article, version.id, zh, en)


def _document(key: str, table: Table) -> Document:
    versions = []
    for entry in table.tables("versions"):
        first, last = entry.span()
        number = entry.get("number", str) or ""
        versions.append(TextVersion(entry.need("id", str), first, last, number, entry.verification()))
        for spare in ("note_zh", "note_en", "source"):
            entry.get(spare, str)
        entry.done()
    check_versions(table, [(version.first, version.last) for version in versions])
    articles: dict[str, dict[str, str]] = {}
    subjects = table.table("articles")
    if subjects is not None:
        for subject, numbers in subjects.entries():
            articles[subject] = {
                version.id: numbers.need(version.id, str) for version in versions if version.id in numbers
            }
            numbers.done()
    document = Document(
        key,
        name_zh=table.need("name_zh", str),
        name_en=table.need("name_en", str),
        short_zh=table.need("short_zh", str),
        short_en=table.need("short_en", str),
        versions=tuple(versions),
        articles=articles,
    )
    for spare in ("note_zh", "note_en", "kind"):
        table.get(spare, str)
    table.done()
    return document


@cache
def load_documents(folder: Path = DATA / "law") -> Documents:
    """All texts. Raises RuleDataError naming file and key."""
    return Documents(
        {key: _document(key, table) for key, table in read_table(folder / "documents.toml").entries()}
    )
