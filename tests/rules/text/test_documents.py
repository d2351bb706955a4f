"""Invented documents of every kind, each beside the record that a careful reader would write (documents/*.toml)."""

import tomllib
from pathlib import Path

import pytest

from xiezhi.rules.text import read_judgment

DOCUMENTS = sorted((Path(__file__).parent / "documents").glob("*.toml"))


def _stated(value: object) -> object:
    """TOML has no null: an empty string stands for "not stated", -1 for a number that cannot be counted."""
    if isinstance(value, dict):
        return {key: _stated(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_stated(inner) for inner in value]
    return None if value in ("", -1) else value


def _only_keys_of(expected: object, found: object) -> object:
    """What was found, reduced to the keys that the example states."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return {key: _only_keys_of(inner, found.get(key)) for key, inner in expected.items()}
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [_only_keys_of(inner, other) for inner, other in zip(expected, found, strict=True)]
    return found


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_is_read_as_a_careful_reader_would(path: Path) -> None:
    example = tomllib.loads(path.read_text(encoding="utf-8"))
    record = read_judgment(example["text"], path.stem).as_record()
    expected = {key: _stated(value) for key, value in example["expected"].items()}
    assert {key: _only_keys_of(value, record.get(key)) for key, value in expected.items()} == expected


def test_every_kind_of_document_has_an_example() -> None:
    kinds = {path.stem.split("_")[0] for path in DOCUMENTS}
    assert kinds == {"civil", "administrative", "enforcement", "criminal"}
    assert len(DOCUMENTS) >= 12
