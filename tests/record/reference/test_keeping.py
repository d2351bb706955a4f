"""A series is kept version by version: the same again changes nothing, a later one stands beside the earlier."""

from datetime import date

import pytest

from tests.cast import Province, found_province, moment
from xiezhi.record.errors import InputError, NotThere, Refused
from xiezhi.record.models import AuditEntry
from xiezhi.record.reference import actions, queries
from xiezhi.record.reference.actions import About
from xiezhi.record.reference.figures import Fault, Figure, Read
from xiezhi.record.reference.layout import Layout

pytestmark = pytest.mark.django_db

LAYOUT = Layout("court", "year", {"new": "in"})
ABOUT = About("各州", "国家司法委员会年报", "MIT", "a.csv", "0" * 64)


@pytest.fixture
def province() -> Province:
    return found_province()


def read(*values: int, left_out: tuple[Fault, ...] = ()) -> Read:
    figures = [Figure("A", 2015 + place, "new", value, place + 2) for place, value in enumerate(values)]
    return Read(figures, list(left_out), len(values))


def keep(province: Province, told: Read, about: About = ABOUT, day: int = 1) -> tuple[int, bool]:
    by = province.middle.trial_management.looks()
    made, fresh = actions.keep(told, LAYOUT, about, by=by, at=moment(date(2019, 12, day)))
    return made.version, fresh


def test_the_same_figures_again_are_no_new_version(province: Province) -> None:
    assert keep(province, read(5, 6)) == (1, True)
    assert keep(province, read(5, 6), day=2) == (1, False)


def test_other_figures_are_a_new_version_and_the_earlier_one_stays(province: Province) -> None:
    keep(province, read(5, 6))
    assert keep(province, read(5, 7, 8), day=2) == (2, True)
    viewer = province.river.judge.looks()
    earlier, later = (queries.series_version(viewer, "各州", version) for version in (1, None))
    assert (earlier.version, later.version) == (1, 2)
    assert earlier.superseded_at is not None
    changed = queries.differences(earlier, later)
    assert [(one.year, one.before, one.after) for one in changed] == [(2016, 6, 7), (2017, None, 8)]


def test_only_those_who_keep_figures_of_management_may_enter_them(province: Province) -> None:
    for who in (province.river.judge, province.river.president, province.river.system_administrator):
        with pytest.raises(Refused):
            actions.keep(read(5), LAYOUT, ABOUT, by=who.looks(), at=moment(who.post.first_on))
    assert not queries.current_series(province.river.judge.looks()).exists()


def test_entering_is_in_the_audit_trail(province: Province) -> None:
    keep(province, read(5))
    assert AuditEntry.objects.filter(verb="series.entered").count() == 1


@pytest.mark.parametrize(
    "about",
    [
        About("", "x", "", "a.csv", ""), About("x", "", "", "a.csv", ""), About("x" * 81, "x", "", "a.csv", ""),
        About("a\tb", "x", "", "a.csv", ""),
    ],
)  # fmt: skip
def test_a_series_has_a_name_and_a_source(province: Province, about: About) -> None:
    with pytest.raises(InputError):
        keep(province, read(5), about)


def test_a_file_without_a_single_total_is_refused(province: Province) -> None:
    with pytest.raises(InputError):
        keep(province, read(left_out=(Fault(2, "看不懂", "unreadable"),)))


def test_what_is_not_there_is_not_there(province: Province) -> None:
    with pytest.raises(NotThere):
        queries.series_version(province.river.judge.looks(), "无此数列")
