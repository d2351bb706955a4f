"""The pages of the situation as each post meets them: every number opens exactly its cases, and nobody sees beyond his sight."""

import re
from html import unescape

import pytest

from tests.cast import Province, appoint
from tests.site_cast import signed_in
from xiezhi.record.models import AuditEntry, Court

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]

PAGES = (
    "/situation/?period=2019Q3",
    "/situation/health?period=2019H1",
    "/situation/indicator/ops.mean_days?period=2019Q3",
)
FURTHER_PAGES = (
    "/situation/",
    "/situation/?period=2019&scope=trial",
    "/situation/?from=2019-02-03&to=2019-08-20",
    "/situation/?period=2019-08&where=case_class:civil",
    "/situation/indicator/flow.clearance",
    "/situation/indicator/cn2024.in_limit",
)
NUMBER = re.compile(r'<a class="num([^"]*)" href="([^"]+)"[^>]*>([^<]+)</a>')
DRAWN = re.compile(r'<a href="([^"]*situation/cases[^"]*)"><title>')


def numbers(page: str) -> dict[str, set[str]]:
    """Each address that a number links to, and what it was said to count, if it is a count of cases and not a share or a sum."""
    found: dict[str, set[str]] = {}
    for kind, link, words in NUMBER.findall(page):
        found.setdefault(unescape(link), set()).update({words} if "count" in kind else ())
    return found


def posts(province: Province):
    river, middle = province.river, province.middle
    return {
        "trial management of the high court": province.high.trial_management, "president of the intermediate court": middle.president,
        "president of a basic court": river.president, "vice-president": river.vice_president, "division head": river.division_head,
        "judge": river.judge, "clerk": river.clerk, "filing officer": river.filing_officer, "archives": river.archives,
        "research": appoint(river, "花千重", "research"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "post",
    [
        "trial management of the high court", "president of the intermediate court", "president of a basic court", "vice-president",
        "division head", "judge", "clerk", "filing officer", "archives", "research",
    ],
)  # fmt: skip
def test_every_number_on_every_page_opens_as_many_rows_as_it_says(province, snapshot, post, hard):
    client = signed_in(posts(province)[post])
    opened: dict[str, int] = {}
    for address in (*PAGES, *(FURTHER_PAGES if hard else ())):
        answer = client.get(address)
        assert answer.status_code == 200, address
        page = answer.content.decode()
        assert {unescape(link) for link in DRAWN.findall(page)} <= numbers(
            page
        ).keys()  # what is drawn stands in a table too
        found = list(numbers(page).items())
        for link, said in found if hard or address == PAGES[0] else found[::3]:
            if link not in opened:
                opened[link] = rows_behind(client, link)
            for words in said:
                assert opened[link] == int(words.replace(",", "")), (address, link, said)
    if post == "research":
        assert not opened
    elif post != "filing officer":
        assert opened


def rows_behind(client, link: str) -> int:
    """The rows of the list, placeholders counted; page by page, and as its heading says."""
    answer = client.get(link)
    assert answer.status_code == 200, link
    total, rows, page = answer.context["total"], 0, answer
    while True:
        rows += len(page.context["rows"])
        after = page.context["page"].after
        if not after:
            break
        page = client.get("/situation/cases" + after)
    assert rows == total, link
    if total:
        assert "与所点数字一致" in answer.content.decode()
    return total


def test_sealed_cases_stand_as_placeholders_and_say_nothing(province, snapshot):
    client = signed_in(province.high.trial_management)
    page = client.get("/situation/?period=2019")
    link = next(link for link in numbers(page.content.decode()) if "flow.new" in link and "where" not in link)
    shown, hidden = 0, 0
    answer = client.get(link)
    from xiezhi.record.models import Case

    for case in Case.objects.exclude(secrecy="ordinary"):
        assert case.number not in answer.content.decode()
    while True:
        hidden += sum(protected for protected, _ in answer.context["rows"])
        shown += len(answer.context["rows"])
        if not answer.context["page"].after:
            break
        answer = client.get("/situation/cases" + answer.context["page"].after)
    assert hidden == Case.objects.exclude(secrecy="ordinary").count() > 0
    assert shown == Case.objects.count()


def test_who_lists_no_cases_reads_no_small_count_and_opens_no_list(province, snapshot):
    client = signed_in(posts(province)["research"])
    page = client.get("/situation/?period=2019").content.decode()
    assert "/situation/cases" not in page
    address = f"/situation/cases?figure=flow.new&period=2019&snapshot={snapshot.id}"
    assert client.get(address).status_code == 404


def test_foreign_courts_divisions_and_snapshots_are_not_there(province, snapshot):
    client = signed_in(province.river.president)
    hill = province.hill
    for query in (
        f"court={hill.court.id}",
        f"division={hill.division('civil')}",
        "snapshot=none",
        f"court={hill.court.id}.only",
    ):
        assert client.get(f"/situation/?{query}").status_code == 404, query


@pytest.mark.parametrize(
    "query",
    [
        "period=yesterday", "court=x", "division=x", "scope=everything", "where=judge_id:1", "where=secrecy:sealed", "where=x",
        "where=case_class:divine", "from=2019-13-01&to=2019-01-01", "from=2019-05-01&to=2019-04-01", "period=0001Q1", "from=0001-01-01&to=9999-12-31",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_and_left_out(province, snapshot, query):
    answer = signed_in(province.river.president).get(f"/situation/?{query}")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


def test_a_list_of_an_unknown_figure_is_not_there(province, snapshot):
    client = signed_in(province.river.president)
    for query in ("", "figure=flow.nothing", "figure=flow.new&side=middle"):
        assert client.get(f"/situation/cases?{query}").status_code == 404


def test_posts_without_figures_are_told_so(province, snapshot):
    page = signed_in(province.river.system_administrator).get("/situation/").content.decode()
    assert "这个职务没有统计数字" in page


def test_the_court_the_period_and_the_snapshot_stand_in_every_link_of_the_page(province, snapshot):
    client = signed_in(province.middle.president)
    page = client.get(f"/situation/?court={province.river.court.id}&period=2019-08").content.decode()
    for link in numbers(page):
        assert f"snapshot={snapshot.id}" in link and str(province.river.court.id) in link


def test_a_list_is_taken_away_with_a_purpose_and_leaves_a_trace(province, snapshot):
    client = signed_in(province.river.president)
    address = f"/situation/cases?figure=flow.new&period=2019&snapshot={snapshot.id}"
    total = client.get(address).context["total"]
    refused = client.post(address, {"form": "csv", "purpose": ""})
    assert refused.status_code == 422 and "请写明用途" in refused.content.decode()
    taken = client.post(address, {"form": "csv", "purpose": "季度会商"})
    lines = taken.content.decode("utf-8-sig").strip().splitlines()
    assert len(lines) == total + 3  # the mark above and below, the heads
    assert client.post(address, {"form": "xlsx", "purpose": "季度会商"}).status_code == 200
    trail = list(AuditEntry.objects.filter(verb="situation.exported").values_list("outcome", "purpose"))
    assert sorted(trail) == [("denied", ""), ("ok", "季度会商"), ("ok", "季度会商")]


def test_nothing_is_ordered_by_a_value(province, snapshot):
    """Courts stand in administrative order, whatever their figures."""
    page = signed_in(province.high.trial_management).get("/situation/indicator/flow.clearance")
    table = page.context["charts"][-1].table
    courts = [row[0] for row in table.rows]
    assert courts == list(
        Court.objects.filter(name__in=courts).order_by("place").values_list("name", flat=True)
    )
    assert len(courts) == Court.objects.count()
    assert "排名" not in re.sub("不排名", "", page.content.decode())
