"""Faulty law data is refused with the file and the key that are at fault, and never half loaded."""

import shutil
from pathlib import Path

import pytest

from xiezhi.rules.errors import RuleDataError
from xiezhi.rules.lawdata import DATA
from xiezhi.rules.limits.duties import load_warnings
from xiezhi.rules.limits.loader import load_catalogue


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the law data that a test may spoil."""
    for name in ("law", "limits"):
        shutil.copytree(DATA / name, tmp_path / name)
    return tmp_path / "limits"


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("civil.toml", "base = { months = 6 }", "base = { months = -6 }", "base"),
        ("civil.toml", "base = { months = 6 }", "bass = { months = 6 }", "base"),
        ("civil.toml", 'ladder = "civil.ordinary"', 'ladder = "civil.unheard_of"', "ladder"),
        ("civil.toml", 'anchor = "docketing"', 'anchor = "a whim"', "anchor"),
        ("civil.toml", '"tlp 2(1)"', '"nowhere 2(1)"', "articles"),
        (
            "grounds.toml",
            'cap_switch = "defence_preparation_days"',
            'cap_switch = "no_such_reading"',
            "cap_switch",
        ),
        ("grounds.toml", 'applies_to = ["criminal.*"]', 'applies_to = ["criminel.*"]', "applies_to"),
        ("readings.toml", 'default = "months_first"', 'default = "as_you_like"', "default"),
        ("readings.toml", 'switch = "extension_order"', 'switch = "extension_ordre"', "switch"),
        ("restarts.toml", "most_times = 2", 'most_times = "2"', "most_times"),
        ("validity.toml", "known_through =", "known_till =", "known_through"),
    ],
)
def test_a_fault_in_the_law_data_names_file_and_key(
    data: Path, file: str, old: str, new: str, key: str
) -> None:
    spoil(data, file, old, new)
    with pytest.raises(RuleDataError) as fault:
        load_catalogue(data)
    assert fault.value.file == file
    assert key in fault.value.key


def test_a_warning_point_left_out_is_named(data: Path) -> None:
    spoil(data, "warnings.toml", "every_months = 3\n", "")
    with pytest.raises(RuleDataError) as fault:
        load_warnings(data)
    assert (fault.value.file, fault.value.key) == ("warnings.toml", "open_suspension.every_months")


def test_a_file_that_is_no_toml_is_named(data: Path) -> None:
    (data / "criminal.toml").write_text("base = = 3", encoding="utf-8")
    with pytest.raises(RuleDataError) as fault:
        load_catalogue(data)
    assert fault.value.file == "criminal.toml"
