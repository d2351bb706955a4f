"""The older statistical year (21 December to 20 December): there for whoever asks for it, on every page, and for nobody else."""

from datetime import date

import pytest
from django.urls import reverse

from tests.cast import appoint
from tests.site_cast import signed_in
from xiezhi.record.models import Case
from xiezhi.site.staff.situation.frame import PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]

WITH_SNAPSHOTS_OF_THEIR_OWN = ("situation_reports", "situation_meetings", "situation_open_data")


@pytest.mark.parametrize("page", [name for name in PAGES if name not in WITH_SNAPSHOTS_OF_THEIR_OWN])
def test_every_page_shows_it(province, snapshot, page):
    answer = signed_in(province.high.trial_management).get(reverse(f"staff:{page}"), {"period": "2019S"})
    assert answer.status_code == 200
    assert "2018年12月21日至2019年12月20日" in answer.content.decode()


def test_its_numbers_are_those_of_its_days(province, snapshot):
    """Up to the day that the facts know, since it goes on."""
    page = signed_in(province.high.trial_management).get("/situation/?period=2019S")
    counted = page.context["asked"].look.period
    assert (counted.start, counted.end) == (date(2018, 12, 21), date(2019, 12, 1))
    new = Case.objects.filter(filed_on__range=(counted.start, counted.end)).count()
    link = f"/situation/cases?period=2019S&snapshot={snapshot.id}&figure=flow.new"
    listed = signed_in(province.high.trial_management).get(link)
    assert listed.context["total"] == new > 0


def test_the_chooser_offers_it_last_and_says_that_it_is_not_verified(province, snapshot):
    page = signed_in(province.high.trial_management).get("/situation/?period=2019Q3").content.decode()
    assert "旧统计年度（名称与用法未经核实）" in page
    assert page.index('value="2019Q3"') < page.index('value="2019S"')


def test_to_who_lists_no_cases_it_is_not_offered_and_not_shown(province, snapshot):
    """The ten days between its end and that of the year would be told by subtraction."""
    client = signed_in(appoint(province.river, "花千重", "research"))
    page = client.get("/situation/?period=2019S").content.decode()
    assert "旧统计年度" not in page and 'role="alert"' in page
