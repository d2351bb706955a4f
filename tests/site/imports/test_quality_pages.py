"""The data quality list counts what is lacking or late, and each figure opens exactly its cases."""

from datetime import date
from typing import Any

import pytest

from tests.cast import Province, docketed, found_province, moment, sole
from tests.site_cast import signed_in
from xiezhi.site.staff.quality.checks import CHECKS, counts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]


@pytest.fixture
def province() -> Province:
    return found_province()


def rows_of(answer: Any) -> int:
    return len(answer.context["rows"])


def test_a_pending_case_without_a_judge_is_counted_until_it_is_assigned(province: Province) -> None:
    river = province.river
    case = docketed(river)
    viewer = river.trial_management.looks()
    assert counts(viewer)["judge"] == 1
    case.assigned(river.judge)
    assert counts(viewer)["judge"] == 0


def test_what_people_recorded_late_is_counted_and_what_a_system_brought_is_not(province: Province) -> None:
    river = province.river
    case = docketed(river).assigned(river.judge)
    case.on(3, 6, "panel.formed", **sole(river.judge, river.clerk))
    brought = docketed(river, 3, 2).assigned(river.judge)
    brought.on(4, 1, "note.recorded", recorded=moment(date(2019, 9, 1)), text="other system")
    viewer = river.trial_management.looks()
    assert counts(viewer)["late"] == 0
    case.on(
        4, 1, "note.recorded", by=river.judge, recorded=moment(date(2019, 5, 1)), text="on the thirtieth day"
    )
    assert counts(viewer)["late"] == 0
    case.on(
        4, 1, "note.recorded", by=river.judge, recorded=moment(date(2019, 5, 2)), text="on the thirty-first"
    )
    assert counts(viewer)["late"] == 1


def test_every_figure_opens_exactly_its_cases(province: Province) -> None:
    river = province.river
    for month in (3, 4, 5):
        docketed(river, month)
    docketed(province.hill)
    page = signed_in(river.trial_management)
    shown = page.get("/data/quality")
    for check, count in shown.context["checks"]:
        assert rows_of(page.get(f"/data/quality/{check.key}")) == count, check.key
    assert {check.key: count for check, count in shown.context["checks"]}["judge"] == 3


def test_pages_of_a_long_list_are_turned(province: Province) -> None:
    for day in range(1, 29):
        for month in (3, 4):
            docketed(province.river, month, day)
    page = signed_in(province.river.trial_management)
    first = page.get("/data/quality/judge")
    assert rows_of(first) == 50
    second = page.get("/data/quality/judge" + first.context["page"].after)
    assert rows_of(second) == 6
    assert second.context["page"].first == 51


def test_a_post_without_a_docket_is_told_so(province: Province) -> None:
    page = signed_in(province.river.system_administrator)
    assert "没有案件列表" in page.get("/data/quality").content.decode()
    assert page.get("/data/quality/judge").status_code == 404


def test_an_unknown_check_is_not_there(province: Province) -> None:
    assert signed_in(province.river.trial_management).get("/data/quality/nothing").status_code == 404


def test_a_judge_sees_the_figures_of_the_own_cases_only(province: Province) -> None:
    river = province.river
    docketed(river)
    assert counts(river.judge.looks()) == dict.fromkeys(CHECKS, 0)


@pytest.mark.parametrize(
    "query", ["before=x~y", "after=~", "row=-1", "row=99999999999", "after=2019-01-01~z"]
)
def test_marks_that_nobody_wrote_show_the_first_page(province: Province, query: str) -> None:
    docketed(province.river)
    assert rows_of(signed_in(province.river.trial_management).get(f"/data/quality/judge?{query}")) == 1


@pytest.mark.usefixtures("own_storage")
def test_imports_with_rows_in_quarantine_are_counted_and_opened(province: Province) -> None:
    from tests.site.imports.files import row, table
    from tests.site.imports.test_import_pages import recorded

    page = signed_in(province.river.trial_management)
    recorded(page, table([row(1)]))
    recorded(page, table([row(2), row(3, 受理法院="无此法院")]))
    (waiting,) = page.get("/data/quality").context["others"]
    assert waiting[1] == 1
    assert len(page.get(waiting[2]).context["imports"]) == 1
    assert len(page.get("/data").context["imports"]) == 2
    assert signed_in(province.river.judge).get("/data/quality").context["others"] == []
