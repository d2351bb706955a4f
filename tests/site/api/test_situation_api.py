"""The situation for programs: the same figures as the pages, with the same rights, each opening as many cases as it says."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import Province, appoint
from tests.site_cast import signed_in
from xiezhi.record.models import AuditEntry, Case
from xiezhi.rules.indicators.catalogue import excluded, indicators
from xiezhi.rules.offices import load_offices
from xiezhi.work.situation import snapshots

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]

FLOW = ("flow.opening", "flow.new", "flow.closed", "flow.pending")
WHOLE_YEAR = "period=2019"


def ask(who: Client, path: str, status: int = 200) -> Any:
    answer = who.get(f"/api/situation/{path}")
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def figures(who: Client, query: str) -> dict[Any, dict[str, Any]]:
    found = ask(who, f"figures?{query}")
    return {(one["key"], *one["group"].values()): one for one in found["figures"]}


def indicators_asked(*keys: str) -> str:
    return "&".join(f"indicator={key}" for key in keys)


def research_of(province: Province) -> Client:
    return signed_in(appoint(province.river, "花千重", "research"))


# --- definitions


def test_every_indicator_is_told_with_its_formula_source_and_validity(province):
    told = ask(signed_in(province.river.judge), "indicators?lang=en")
    assert [one["id"] for one in told["indicators"]] == list(indicators())
    assert {one["id"] for one in told["excluded"]} == {one.id for one in excluded()}
    limit = next(one for one in told["indicators"] if one["id"] == "cn2024.in_limit")
    assert limit["name"] and limit["formula"] and limit["source"] and limit["verification"]
    assert limit["first"] == "2024-01-01"
    assert limit["denominator"]["bases"] == ["closed_on"]


def test_one_indicator_by_its_id_and_none_by_another(province):
    judge = signed_in(province.river.judge)
    assert ask(judge, "indicators/flow.new")["variants"][0]["key"] == "flow.new:disputes"
    assert ask(judge, "indicators/flow.nothing", 404)["error"]["en"] == "no such indicator"


def test_scopes_come_with_the_words_their_conditions_use(province):
    told = ask(signed_in(province.river.judge), "scopes")
    assert [one["id"] for one in told["scopes"]][:2] == ["all", "core"]
    assert "trial_case" in {one["id"] for one in told["terms"]}
    judge = next(column for column in told["columns"] if column["name"] == "judge_id")
    assert not judge["by"] and not judge["filter"]
    untold = next(column for column in told["columns"] if column["name"] == "organised_crime")
    assert not untold["by"] and not untold["filter"], "the facts of the record do not tell it"


def test_the_snapshots_are_listed_without_being_asked_for_a_page(province):
    told = ask(signed_in(province.river.judge), "snapshots")
    assert (told["total"], told["page"], told["size"], told["snapshots"]) == (0, 1, 20, [])


def test_a_series_that_would_begin_before_all_that_is_read_is_refused(province, snapshot):
    query = "series?indicator=flow.new&period=2009-12-02..2019-11-30&periods=60"
    assert ask(signed_in(province.river.president), query, 422)["error"]["field"] == "periods"
    query = "series?indicator=flow.new&period=1980-01-01..2099-12-31&periods=60"
    assert ask(signed_in(province.river.president), query, 422)["error"]["field"] == "period"
    assert (
        len(
            ask(signed_in(province.river.president), "series?indicator=flow.new&period=2019&periods=60")[
                "points"
            ]
        )
        == 60
    )


def test_the_courts_are_those_of_the_viewers_figures(province):
    whole = ask(signed_in(province.high.trial_management), "courts")["courts"]
    own = ask(signed_in(province.river.president), "courts")["courts"]
    assert len(whole) > len(own)
    assert str(province.river.court.id) in {court["id"] for court in own}
    assert str(province.far.court.id) not in {court["id"] for court in own}


# --- figures


def test_what_came_in_and_what_was_closed_explains_the_stock(province, snapshot):
    found = figures(signed_in(province.river.president), f"{WHOLE_YEAR}&{indicators_asked(*FLOW)}")
    opening, new, closed, pending = (found[(key,)]["numerator"] for key in FLOW)
    assert opening + new - closed == pending
    assert new > 0


def test_every_figure_by_court_and_class_opens_as_many_cases_as_it_says(province, snapshot):
    management = signed_in(province.high.trial_management)
    query = f"{WHOLE_YEAR}&{indicators_asked(*FLOW, 'flow.clearance', 'ops.in_court')}"
    opened = 0
    for by in ("", "&by=court_id", "&by=court_id&by=case_class"):
        for one in figures(management, query + by).values():
            for side, link in one["cases"].items():
                if link is not None:
                    listed = management.get(link)
                    assert listed.status_code == 200, link
                    assert listed.json()["total"] == one[side], link
                    opened += 1
    assert opened > 20


def test_an_answer_pins_its_facts(province, snapshot):
    told = ask(signed_in(province.river.president), f"figures?{WHOLE_YEAR}")["asked"]
    assert told["snapshot"]["id"] == snapshot.id
    counted = {
        "name": "2019-01-01..2019-12-01",
        "kind": "campaign",
        "start": "2019-01-01",
        "end": "2019-12-01",
    }
    assert told["period"] == counted, "of a year that goes on, the days that the facts know"


def test_without_a_choice_the_indicators_in_force_are_answered_and_the_others_named(province, snapshot):
    told = ask(signed_in(province.river.president), f"figures?{WHOLE_YEAR}&size=1000")
    answered = {one["key"] for one in told["figures"]}
    assert "flow.new" in answered
    assert "cn2024.in_limit" not in answered | set(told["absent"])  # in force only later
    assert "flow.suits_per_10k" in told["absent"]  # nobody told the number of inhabitants


def test_figures_come_in_pages(province, snapshot):
    who, query = signed_in(province.river.president), f"figures?{WHOLE_YEAR}&{indicators_asked(*FLOW)}&size=3"
    first, second = (ask(who, f"{query}&page={page}") for page in (1, 2))
    assert (first["total"], len(first["figures"]), len(second["figures"])) == (4, 3, 1)
    assert [one["key"] for one in first["figures"] + second["figures"]] == list(FLOW)
    assert ask(who, f"{query}&page=9")["figures"] == []


def test_a_series_says_where_another_definition_was_in_force(province, snapshot):
    told = ask(
        signed_in(province.river.president),
        "series?indicator=cn2018exec.zb_compliant&period=2018Q4&periods=4",
    )
    assert [point["period"]["name"] for point in told["points"]] == ["2018Q1", "2018Q2", "2018Q3", "2018Q4"]
    assert [point["in_force"] for point in told["points"]] == [False, False, True, True]


def test_months_add_up_to_the_year(province, snapshot):
    who = signed_in(province.river.president)
    months = ask(who, "series?indicator=flow.new&period=2019-12&periods=12")["points"]
    (year,) = figures(who, f"{WHOLE_YEAR}&indicator=flow.new").values()
    assert sum(point["numerator"] for point in months) == year["numerator"]


def test_of_limits_of_open_cases_a_series_tells_the_last_end_alone(province, snapshot):
    """Which clocks stood at an earlier end today's facts do not know: it would be compared with what it was not."""
    who = signed_in(province.river.president)
    for key, points in (("ops.pending_in_limit", 1), ("ops.overdue_pending", 1), ("flow.pending", 4)):
        told = ask(who, f"series?indicator={key}&period=2019Q3&periods=4")["points"]
        assert len(told) == points, key


def test_of_a_running_period_a_series_counts_what_the_figures_count(province, snapshot):
    """Up to the day that the facts know; what ends later is over no limit yet."""
    who = signed_in(province.high.trial_management)
    for period in ("2019", "2019Q4", "2019-12"):
        for key in ("ops.overdue_pending", "flow.pending", "flow.closing_rate"):
            *_, last = ask(who, f"series?indicator={key}&period={period}&periods=3")["points"]
            (figure,) = figures(who, f"period={period}&indicator={key}").values()
            assert last["period"] == figure["period"] and last["period"]["end"] == "2019-12-01"
            assert (last["value"], last["numerator"]) == (figure["value"], figure["numerator"]), (key, period)


def test_a_division_is_looked_at_in_its_own_court_alone(province, snapshot):
    who, river = signed_in(province.high.trial_management), province.river
    told = ask(who, f"figures?division={river.division('civil')}&{WHOLE_YEAR}&indicator=flow.new")
    asked = told["asked"]
    assert (asked["court"], asked["below"], asked["division"]) == (
        str(river.court.id), False, river.division("civil"),
    )  # fmt: skip
    (one,) = told["figures"]
    assert (
        ask(who, one["cases"]["numerator"].removeprefix("/api/situation/"))["total"] == one["numerator"] > 0
    )
    elsewhere = f"figures?court={province.hill.court.id}&division={river.division('civil')}"
    assert ask(who, elsewhere, 404)["error"]["en"] == "no such division"


# --- rights


@pytest.mark.parametrize("who", ["president", "division_head", "judge", "clerk"])
def test_the_list_names_what_the_docket_names_and_the_rest_hold_their_place(province, snapshot, who):
    client = signed_in(province.river.people[who])
    told = ask(client, f"cases?indicator=flow.new&{WHOLE_YEAR}&size=200")
    assert len(told["cases"]) == told["total"]
    for one in told["cases"]:
        assert one["named"] == (one["case"] is not None)
    named = {one["case"]["id"] for one in told["cases"] if one["named"]}
    secret = {str(key) for key in Case.objects.filter(secrecy="sealed").values_list("pk", flat=True)}
    assert not named & secret


def test_sealed_cases_count_for_the_president_and_stand_as_placeholders(province, snapshot):
    told = ask(signed_in(province.river.president), f"cases?indicator=flow.new&{WHOLE_YEAR}&size=200")
    assert not all(one["named"] for one in told["cases"])


def test_another_court_is_not_there(province, snapshot):
    query = f"figures?court={province.far.court.id}&{WHOLE_YEAR}"
    assert ask(signed_in(province.river.president), query, 404)["error"]["en"] == "no such court"
    assert ask(signed_in(province.high.president), query)["figures"]


def test_research_sees_no_small_number_narrows_nothing_and_lists_nothing(province, snapshot):
    research, over = research_of(province), "period=2019H1"
    told = ask(research, "series?indicator=flow.new&period=2019-11&periods=11")["points"]
    assert any(point["hidden"] for point in told)
    assert not any(point["numerator"] and point["numerator"] < 5 for point in told)
    assert all(
        one["cases"] == {"numerator": None, "denominator": None} for one in figures(research, over).values()
    )
    part = ask(research, f"figures?indicator=count.age_0&{over}", 422)
    assert part["error"]["field"] == "indicator", "a part of a whole, which the other parts would tell"
    ask(research, f"cases?indicator=flow.new&{over}", 404)
    for refused, field in (
        ("where=case_class:civil", "where"),
        ("period=2019-02-03..2019-08-20", "period"),
        ("period=2019-12", "period"),  # goes on: a day later the difference is that of a day
        (WHOLE_YEAR, "period"),
        ("as_of=2019-11-17", "as_of"),
        ("by=court_id&by=case_class", "by"),
    ):
        assert ask(research, f"figures?{refused}", 422)["error"]["field"] == field


@pytest.mark.parametrize("post", ["system_administrator", "discipline"])
def test_posts_without_figures_are_told_so(province, snapshot, post):
    told = ask(signed_in(province.river.people[post]), "figures", 403)
    assert told["error"]["en"] == "your post has no figures of the situation"


def test_nobody_gets_anything_without_signing_in(province, snapshot):
    for path in (
        "indicators",
        "scopes",
        "courts",
        "snapshots",
        "figures",
        "series?indicator=flow.new",
        "cases?indicator=flow.new",
    ):
        ask(Client(), path, 401)


def test_there_is_no_figure_of_a_person(province, snapshot):
    client = signed_in(province.river.president)
    for name in ("judge_id", "panel", "case_id", "secrecy"):
        assert ask(client, f"figures?by={name}", 422)["error"]["field"] == "by"
        assert ask(client, f"figures?where={name}:x", 422)["error"]["field"] == "where"


def test_looking_and_listing_stand_in_the_trail(province, snapshot):
    client = signed_in(province.river.president)
    figures(client, WHOLE_YEAR)
    ask(client, f"cases?indicator=flow.new&{WHOLE_YEAR}")
    verbs = list(AuditEntry.objects.order_by("at").values_list("verb", flat=True))
    assert verbs == ["situation.viewed", "situation.listed"]


# --- what cannot be understood


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("period=2019Q5", "period"), ("period=0001-01-01..0001-02-01", "period"), ("period=2019-12-31..2019-01-01", "period"),
        ("period=1900Q1", "period"), ("period=2009-01-01..2019-06-30", "period"), ("as_of=1990-01-01", "as_of"), ("where=broadcast:true", "where"),
        ("by=organised_crime", "by"),
        ("scope=everything", "scope"), ("indicator=flow.nothing", "indicator"), ("by=colour", "by"), ("by=court_id&by=court_id", "by"),
        ("where=case_class", "where"), ("where=case_class:traffic", "where"), ("where=hearing_held:perhaps", "where"),
        ("where=cause_code:" + "9" * 50, "where"), ("as_of=2019-02-30", "as_of"), ("as_of=2090-01-01", "as_of"),
        ("as_of=2019-02-01&snapshot=0190d8a4-0000-7000-8000-000000000000", "as_of"), ("court=river", "court"), ("page=0", "page"), ("size=5000", "size"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_with_its_field(province, snapshot, query, field):
    told = ask(signed_in(province.river.president), f"figures?{query}", 422)["error"]
    assert told["field"].split(".")[-1] == field
    assert told["zh"] and told["en"]


def test_a_snapshot_that_is_gone_is_not_there(province, snapshot):
    query = "figures?snapshot=0190d8a4-0000-7000-8000-000000000000"
    assert (
        ask(signed_in(province.river.president), query, 404)["error"]["en"] == "no such snapshot of the facts"
    )


def test_before_the_first_facts_there_are_no_figures(province, monkeypatch):
    monkeypatch.setattr(snapshots, "latest", lambda: None)
    assert (
        ask(signed_in(province.river.president), "figures", 404)["error"]["en"]
        == "no such snapshot of the facts"
    )


def test_nothing_ranks_and_nothing_is_about_a_person():
    """No field of the description of the interface, and no post's right, is a rank, a score or a person's figure."""
    from xiezhi.site.api.addresses import api

    described = api.get_openapi_schema()["components"]["schemas"]
    names = {name for shape in described.values() for name in shape.get("properties", {})}
    assert not {
        name for name in names for word in ("rank", "score", "composite", "grade", "medal") if word in name
    }
    assert load_offices()
