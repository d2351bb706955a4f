"""The further pages of the situation as each post meets them: numbers that open, curves by the worker, persons for the heads only."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.site.situation.test_situation_pages import DRAWN, numbers, posts
from tests.site_cast import signed_in
from xiezhi.record import jobs
from xiezhi.record.models import AuditEntry
from xiezhi.site.staff.situation.frame import NOT_OF_A_PERSON
from xiezhi.work.situation.long_work import HANDLERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]

PAGES = (
    "/situation/times?months=24", "/situation/times?by=case_class&months=24", "/situation/age?period=2019-11", "/situation/cohorts",
    "/situation/balance?period=2019-11", "/situation/limits?period=2019", "/situation/enforcement?period=2019", "/situation/workload?period=2019",
    "/situation/forecast", "/situation/planning?target=3",
)  # fmt: skip
OPENED = 6  # numbers of a page, about


@pytest.mark.parametrize(
    "post",
    [
        "trial management of the high court", "president of the intermediate court", "president of a basic court", "vice-president",
        "division head", "judge", "clerk", "archives", "research",
    ],
)  # fmt: skip
def test_numbers_open_as_many_rows_as_they_say(province, snapshot, post):
    """Of each page some, spread over it; that every count and its cases agree is tested beside the values."""
    client = signed_in(posts(province)[post])
    opened = 0
    for address in PAGES:
        page = finished(client, address)
        found = {link: said for link, said in numbers(page).items() if "situation/cases" in link}
        assert {unescape(link) for link in DRAWN.findall(page)} <= found.keys(), address
        for link in sorted(found)[:: max(1, len(found) // OPENED)]:
            opened += 1
            total = client.get(link).context["total"]
            for words in found[link]:
                assert total == int(words.replace(",", "")), (address, link)
    assert bool(opened) == (post != "research")


def finished(client, address):
    """The page once the worker has done what it asked for."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    while jobs.work_off(HANDLERS):
        answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_first_visit_shows_how_far_the_curves_are_and_the_next_the_curves(province, snapshot):
    client = signed_in(province.river.president)
    address = "/situation/times?months=24"
    first = client.get(address).content.decode()
    assert "正在计算" in first and 'class="chart' not in first
    bar = client.get(address, headers={"HX-Request": "true"})
    assert "正在计算" in bar.content.decode() and "<html" not in bar.content.decode()
    assert jobs.work_off(HANDLERS)
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    page = client.get(address).content.decode()
    assert "正在计算" not in page and 'class="chart' in page and "曲线由后台算于" in page


def test_a_curve_that_failed_says_why_and_is_computed_again(province, snapshot):
    from xiezhi.record.models import Job

    client = signed_in(province.river.president)
    client.get("/situation/times?months=24")
    Job.objects.update(state="failed", fault_zh="内存不足", fault_en="out of memory")
    page = client.get("/situation/times?months=24").content.decode()
    assert "内存不足" in page and "再算一次" in page
    assert client.post("/situation/times?months=24").status_code == 302
    assert 'class="chart' in finished(client, "/situation/times?months=24")


def test_persons_stand_on_the_page_of_the_heads_and_of_the_person_only(province, snapshot):
    judge = province.river.judge
    address = "/situation/workload?period=2019"
    for who, seen in {
        "president of a basic court": True, "vice-president": True, "division head": True, "judge": True, "clerk": False,
        "trial management of the high court": False, "archives": False, "research": False,
    }.items():  # fmt: skip
        page = signed_in(posts(province)[who]).get(address).content.decode()
        assert ('id="persons"' in page) == seen, who
        if not seen:
            assert "judge_id" not in page, who
    own = signed_in(judge).get(address).content.decode()
    table = own[own.index('id="persons"') :]
    assert province.river.second_judge.officer.name not in table and "本人" in table


def test_what_a_judge_carries_is_told_apart_from_what_he_takes_part_in(province, snapshot):
    client = signed_in(province.river.judge)
    chart = client.get("/situation/workload?period=2019").context["charts"][0]
    assert chart.title == "您承办的案件" and "参加审理、由别人承办的不在其中" in chart.say
    client.cookies["language"] = "en"
    chart = client.get("/situation/workload?period=2019").context["charts"][0]
    assert chart.title == "The cases you carry" and "take part in" in chart.say
    head = signed_in(province.river.president).get("/situation/workload?period=2019").context["charts"]
    assert all("您承办" not in one.title + one.say for one in head)


@pytest.mark.parametrize("page", sorted(NOT_OF_A_PERSON))
def test_a_judge_is_shown_no_rate_and_no_curve_of_himself(province, snapshot, page):
    answer = signed_in(province.river.judge).get(reverse(f"staff:{page}"), {"period": "2019"})
    assert answer.status_code == 200 and "个人没有这类指标" in answer.content.decode()
    assert (
        "个人没有这类指标"
        not in signed_in(province.river.president).get(reverse(f"staff:{page}")).content.decode()
    )


@pytest.mark.parametrize("key", ["flow.clearance", "flow.new", "ops.mean_days", "ops.in_normal_limit"])
@pytest.mark.parametrize(
    ("language", "refused"), [("zh", "个人没有这类指标"), ("en", "There are no such figures about a person")]
)
def test_a_judge_reads_what_an_indicator_is_and_no_value_history_or_limits_of_himself(
    province, snapshot, key, language, refused
):
    address = f"/situation/indicator/{key}?period=2019"
    judge, president = signed_in(province.river.judge), signed_in(province.river.president)
    judge.cookies["language"] = president.cookies["language"] = language
    page = finished(judge, address)
    assert refused in page and f"<code>{key}</code>" in page and 'id="definition"' in page
    assert (
        not numbers(page) and "big-value" not in page and 'class="chart' not in page and "<table" not in page
    )
    others = finished(president, address)
    assert refused not in others and "big-value" in others


@pytest.mark.parametrize(
    "page", ["situation", "situation_health", "situation_balance", "situation_workload", "situation_age"]
)
def test_no_page_but_the_list_is_about_one_person(province, snapshot, page):
    asked = {"period": "2019", "where": f"judge_id:{province.river.judge.id}"}
    president = signed_in(province.river.president)
    assert "个人没有这类指标" in president.get(reverse(f"staff:{page}"), asked).content.decode()
    assert president.get("/situation/cases", asked | {"figure": "flow.closed"}).status_code == 200
    assert president.get("/situation/cases", asked | {"figure": "flow.clearance"}).status_code == 404


def test_who_lists_no_cases_narrows_nothing(province, snapshot):
    research = signed_in(posts(province)["research"])
    answer = research.get("/situation/?period=2019&where=case_class:civil")
    assert answer.context["asked"].where == () and "不能筛选" in answer.content.decode()


def test_a_filtered_indicator_page_offers_to_take_the_filter_off(province, snapshot):
    president = signed_in(province.river.president)
    page = president.get("/situation/indicator/flow.clearance?period=2019&where=case_class:civil")
    (chip,) = page.context["filters"]
    assert president.get(chip.href).status_code == 200 and "where" not in chip.href


def test_looking_at_persons_is_written_down(province, snapshot):
    signed_in(province.river.president).get("/situation/workload?period=2019")
    assert AuditEntry.objects.filter(verb="situation.persons_viewed").count() == 1
    signed_in(province.river.judge).get("/situation/workload?period=2019")
    assert AuditEntry.objects.filter(verb="situation.persons_viewed").count() == 1


def test_nobody_else_narrows_cases_to_a_person(province, snapshot):
    judge = province.river.judge
    address = f"/situation/cases?figure=flow.new&period=2019&where=judge_id:{judge.id}"
    assert signed_in(province.river.president).get(address).context["asked"].where == (
        ("judge_id", judge.id),
    )
    for other in (
        province.river.clerk,
        province.high.trial_management,
        province.river.second_judge,
        province.middle.president,
    ):
        answer = signed_in(other).get(address)
        assert answer.context["asked"].where == (), other
        assert "没有采用" in answer.content.decode()


def test_moving_people_is_worked_out_from_the_address_and_writes_nothing(province, snapshot):
    client = signed_in(province.river.president)
    page = client.get("/situation/workload?period=2019")
    moving = page.context["moving"]
    if moving is None:
        pytest.skip("one division with cases")
    row = moving["rows"][0]
    more = client.get(f"/situation/workload?period=2019&{row.field}={float(row.fte) + 1}").context["moving"]
    assert more["balance"] == "+1.0" and more["rows"][0].closed_then != row.closed_then
    for typed in ("x", "-1", "1e9", "nan", ""):
        assert client.get(f"/situation/workload?period=2019&{row.field}={typed}").status_code == 200


@pytest.mark.parametrize("query", ["target=x", "target=-1", "target=99999999999", "target=٣"])
def test_a_target_that_is_no_number_is_left_out(province, snapshot, query):
    page = signed_in(province.river.president).get(f"/situation/planning?{query}").content.decode()
    assert "降到" not in re.sub(r"<form.*?</form>", "", page, flags=re.DOTALL)


def test_the_choices_of_a_page_stay_in_the_address(province, snapshot):
    client = signed_in(province.river.president)
    page = client.get("/situation/times?by=instance&months=36").content.decode()
    assert (
        '<input type="hidden" name="by" value="instance">' in page
        and '<input type="hidden" name="months" value="36">' in page
    )
    assert "by=instance&amp;months=12" in page or "months=12&amp;by=instance" in page
