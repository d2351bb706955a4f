"""Numbers that the environment gives: taken, left out, or refused in words."""

import pytest

from xiezhi.project.places import count
from xiezhi.rules.errors import InputError


@pytest.mark.parametrize(("told", "found"), [("3", 3), (" 1 ", 1), ("", 2)])
def test_a_number_is_taken_and_none_means_the_usual_one(monkeypatch, told, found):
    monkeypatch.setenv("XIEZHI_INTAKE_PROCESSES", told)
    assert count("XIEZHI_INTAKE_PROCESSES", 2) == found


@pytest.mark.parametrize("told", ["two", "0", "-1", "1.5", "２"])
def test_what_is_no_number_is_refused_with_what_to_do(monkeypatch, told):
    monkeypatch.setenv("XIEZHI_INTAKE_PROCESSES", told)
    with pytest.raises(InputError) as fault:
        count("XIEZHI_INTAKE_PROCESSES", 2)
    assert told in fault.value.en and "leave it out" in fault.value.en
