"""Numbers that readers type to see what would follow: read as people write them, or named as what cannot be used."""

import pytest

from tests.site_cast import signed_in
from xiezhi.rules.errors import InputError
from xiezhi.site.staff.typed import typed_number

UNREADABLE = ("1.5", "x", "-1", "٣", "1e5", "nan", "1,00", ",100", "5.", "1000001", "9" * 5000, "1 000")


@pytest.mark.parametrize(
    ("text", "value"),
    [("", None), (" ", None), ("0", 0), ("1000", 1000), ("1,000", 1000), (" 12 ", 12), ("1,000,000", 1e6)],
)
def test_a_whole_number_is_read_as_people_write_it(text, value):
    assert typed_number(text, 1e6) == value


@pytest.mark.parametrize("text", UNREADABLE, ids=lambda text: text[:8])
def test_what_is_no_such_number_is_refused_in_few_words(text):
    with pytest.raises(InputError) as fault:
        typed_number(text, 1e6)
    assert len(fault.value.zh) < 80 and "0至1,000,000的整数" in fault.value.zh


def test_a_number_of_people_may_have_two_decimals():
    assert typed_number("12.25", 500, digits=2) == 12.25
    for text in ("12.255", "12.", ".5", "500.01"):
        with pytest.raises(InputError, match="2位"):
            typed_number(text, 500, digits=2)


@pytest.mark.django_db
@pytest.mark.usefixtures("plain_files")
@pytest.mark.parametrize("address", ["/situation/planning?target=", "/situation/forecast?closings="])
@pytest.mark.parametrize("typed", ["9" * 5000, "1.5"], ids=["long", "half"])
def test_a_page_names_the_number_that_it_leaves_out(province, snapshot, address, typed):
    page = signed_in(province.river.president).get(f"{address}{typed}")
    assert page.status_code == 200
    (fault,) = page.context["asked"].faults
    assert fault in page.content.decode() and "不是0至1,000,000的整数；没有采用" in fault and len(fault) < 100


@pytest.mark.django_db
@pytest.mark.usefixtures("plain_files")
def test_a_target_with_its_thousands_apart_is_a_target(province, snapshot):
    page = signed_in(province.river.president).get("/situation/planning?target=1,000")
    assert "降到1,000件" in page.content.decode() and not page.context["asked"].faults


@pytest.mark.django_db
@pytest.mark.usefixtures("plain_files")
def test_people_that_cannot_be_read_are_named_with_their_division(province, snapshot):
    page = signed_in(province.river.president).get("/situation/workload?period=2019&fte-0=many")
    (fault,) = page.context["asked"].faults
    assert "“many”不是0至500的数（至多2位小数）；没有采用" in fault and fault in page.content.decode()
