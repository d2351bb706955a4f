"""The overview tells what came in and was closed since the year began."""

import re

import pytest

from tests.site_cast import signed_in
from xiezhi.record.models import Case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]
SAID = re.compile(r"2019年1月1日至2019年9月30日累计新收<a [^>]*>([\d,]+)</a>件，结案<a [^>]*>[\d,]+</a>件")


def page(province, address: str) -> str:
    return signed_in(province.high.trial_management).get(f"/situation/?{address}").content.decode()


@pytest.mark.parametrize("address", ["period=2019Q3", "period=2019-09", "from=2019-09-02&to=2019-09-30"])
def test_the_year_so_far_stands_under_the_flow(province, snapshot, address):
    found = SAID.findall(page(province, address))
    assert found == [str(Case.objects.filter(filed_on__range=("2019-01-01", "2019-09-30")).count())]


def test_the_first_half_is_all_of_the_year_so_far(province, snapshot):
    assert "累计新收" not in page(province, "period=2019H1")
