"""Time to close: the open cases count, those that were transferred leave, and answers belong to what may be counted."""

from datetime import date, timedelta
from random import Random

import pytest

from tests.cast import TODAY, appoint, found_province, moment
from tests.facts_cases import a_fact, keep_facts
from xiezhi.record import jobs
from xiezhi.record.models import Job
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation import computed, durations
from xiezhi.work.situation.charts.survival import unended_words
from xiezhi.work.situation.long_work import HANDLERS
from xiezhi.work.situation.looking import Look
from xiezhi.work.situation.sight import sight_of

NOW = moment(TODAY)


@pytest.fixture
def province(db):
    return found_province()


@pytest.fixture
def look(province, tmp_path, monkeypatch):
    """Forty cases filed on one day: ten closed after 10 days, ten after 30, ten transferred after 20, ten open; twenty of the hill's."""
    filed, rows = date(2019, 1, 1), []
    for days, kind in ((10, "judgment"), (30, "mediation"), (20, "transferred"), (None, None)):
        closed = filed + timedelta(days=days) if days else None
        rows += [a_fact(province.river, filed, closed, closed_kind=kind) for _ in range(10)]
    rows += [
        a_fact(province.hill, filed, filed + timedelta(days=5), case_class="administrative")
        for _ in range(20)
    ]
    snapshot = keep_facts(rows, tmp_path, monkeypatch)
    return Look(snapshot, "all", read_period("2019"), None)


def answer(province, look, by="", who="river"):
    sight = sight_of(getattr(province, who).president.looks())
    return durations.times(sight, look, {"by": by}, lambda done, total: None)


def test_an_open_case_counts_for_as_long_as_it_has_lasted(province, look):
    (curve,) = answer(province, look)["curves"]
    # 40 at risk, 10 closed: 3/4 left. Ten left undecided on day 20, so 20 are followed on day 30: half of them close.
    assert curve["curve"]["share"] == pytest.approx([1, 0.75, 0.375])
    assert curve["curve"]["median"] == 30
    assert curve["closed_only"] == 20  # the mean of the middle two of ten 10s and ten 30s
    assert curve["curve"]["cases"] == 40


def test_how_cases_end_adds_up_with_what_is_open(province, look):
    (curve,) = answer(province, look)["curves"]
    assert [(kind, cases) for kind, cases, _ in curve["ends"]] == [("judgment", 10), ("mediation", 10)]
    shares = [shares[-1] for _, _, shares in curve["ends"]]
    assert shares == pytest.approx([0.25, 0.375])
    assert sum(shares) + curve["curve"]["share"][-1] == pytest.approx(1)
    unended = durations.curve_of(curve["curve"]).unended
    assert (unended, curve["left"]) == (20, 10)
    assert sum(cases for _, cases, _ in curve["ends"]) + unended == curve["curve"]["cases"]


def test_what_went_elsewhere_is_not_told_as_open():
    assert unended_words(901, 18) == "其中未结883件（另有移送、并案18件）"
    assert unended_words(883, 0) == "其中未结883件"
    assert unended_words(20, None) == "其中未结和移送、并案的20件"


def test_groups_stand_in_the_order_of_the_handbook_and_small_ones_have_no_curve(province, look):
    found = answer(province, look, "case_class", "high" if hasattr(province.high, "president") else "river")
    assert [curve["group"] for curve in found["curves"]][:2] == [None, "civil"]
    assert answer(province, look, "case_class")["test"] is None


def test_the_first_visit_asks_for_the_answer_and_the_next_finds_it(province, look):
    sight = sight_of(province.river.president.looks())
    first = computed.computed(durations.TIMES, sight, look, {"by": ""}, at=NOW)
    assert first.answer is None and first.job is not None
    again = computed.computed(durations.TIMES, sight, look, {"by": ""}, at=NOW)
    assert again.job is not None and again.job.pk == first.job.pk
    assert jobs.work_off(HANDLERS)
    found = computed.computed(durations.TIMES, sight, look, {"by": ""}, at=NOW)
    assert found.job is None and found.answer == answer(province, look)


def test_equal_rights_share_an_answer_and_other_rights_do_not(province, look):
    president, vice = (
        sight_of(one.looks()) for one in (province.river.president, province.river.vice_president)
    )
    head = sight_of(province.river.division_head.looks())
    keys = [computed.key_of(durations.TIMES, sight, look, {"by": ""}) for sight in (president, vice, head)]
    assert keys[0] == keys[1] != keys[2]


def test_an_answer_is_not_computed_for_who_lost_the_post_meanwhile(province, look):
    member = province.river.division_head
    computed.computed(durations.TIMES, sight_of(member.looks()), look, {"by": ""}, at=NOW)
    from xiezhi.record.models import Post

    Post.objects.filter(officer=member.id).update(last_on=TODAY - timedelta(days=1))
    assert jobs.work_off(HANDLERS)
    job = Job.objects.get(kind=computed.KIND)
    assert job.state == "failed" and "职务" in job.fault_zh


def test_a_job_that_failed_says_so_until_it_is_asked_for_again(province, look):
    sight = sight_of(province.river.president.looks())
    first = computed.computed(durations.TIMES, sight, look, {"by": ""}, at=NOW).job
    Job.objects.filter(pk=first.pk).update(state="failed", fault_zh="坏了", fault_en="broken")
    shown = computed.computed(durations.TIMES, sight, look, {"by": ""}, at=NOW)
    assert shown.job.pk == first.pk and shown.job.fault_zh == "坏了"
    assert computed.ask(durations.TIMES, sight, look, {"by": ""}, at=NOW).pk != first.pk


def test_the_window_is_whole_months_up_to_the_end_of_the_period():
    window = durations.window(read_period("2019Q3"), 24)
    assert (window.start, window.end) == (date(2017, 10, 1), date(2019, 9, 30))


def test_who_lists_no_cases_reads_no_small_count_from_a_curve(province, tmp_path, monkeypatch):
    filed, rows = date(2019, 1, 1), []
    kinds = ("judgment",) * 60 + ("mediation",) * 3 + ("withdrawal",) * 30 + (None,) * 40
    for place, kind in enumerate(kinds):
        closed = filed + timedelta(days=7 + place) if kind else None
        rows.append(a_fact(province.river, filed, closed, closed_kind=kind))
    look = Look(keep_facts(rows, tmp_path, monkeypatch), "all", read_period("2019"), None)
    research = sight_of(appoint(province.river, "花千重", "research").looks())
    found = durations.times(research, look, {"by": "case_class"}, lambda done, total: None)
    (curve,) = found["curves"]  # groups would be told by subtraction
    assert {kind for kind, cases, _ in curve["ends"] if cases is None} == {"mediation", "withdrawal"}
    assert min(curve["curve"]["at_risk"]) >= 20 and len(curve["curve"]["days"]) < 8
    assert all(round(share, 2) == share for share in curve["curve"]["share"])
    durations.curve_of(curve["curve"])


def test_who_lists_no_cases_gets_no_curve_where_only_a_few_are_open(province, tmp_path, monkeypatch):
    rows = [
        a_fact(province.river, date(2019, 1, 1), date(2019, 3, 1) if place else None) for place in range(60)
    ]
    look = Look(keep_facts(rows, tmp_path, monkeypatch), "all", read_period("2019"), None)
    research = sight_of(appoint(province.river, "花千重", "research").looks())
    assert durations.times(research, look, {"by": ""}, lambda done, total: None)["curves"] == []


def counts_in(told):
    """Every number of cases in an answer with curves."""
    for curve in told["curves"]:
        yield from (curve["curve"][name] for name in ("cases", "closed", "lasting_longest"))
        yield from curve["curve"]["at_risk"]
        yield from (cases for _, cases, _ in curve["ends"] if cases is not None)


def test_who_lists_no_cases_is_told_counts_in_fives_days_in_tens_and_shares_as_coarse(
    province, tmp_path, monkeypatch
):
    research, kept = sight_of(appoint(province.river, "花千重", "research").looks()), 0
    for seed in range(12):
        rng, rows = Random(seed), []
        for _ in range(rng.randrange(20, 160)):
            filed = date(2019, 1, 1) + timedelta(days=rng.randrange(200))
            kind = rng.choice(("judgment", "judgment", "mediation", "withdrawal", "transferred", None))
            closed = filed + timedelta(days=rng.randrange(150)) if kind else None
            rows.append(a_fact(province.river, filed, closed, closed_kind=kind))
        folder = tmp_path / str(seed)
        folder.mkdir()
        look = Look(keep_facts(rows, folder, monkeypatch), "all", read_period("2019"), None)
        told = durations.times(research, look, {"by": ""}, lambda done, total: None)
        assert all(count % 5 == 0 for count in counts_in(told)), seed
        for one in told["curves"]:
            curve, kept = one["curve"], kept + 1
            assert curve["days"] == sorted(set(curve["days"])) and all(day % 30 == 0 for day in curve["days"])
            medians = (curve["median"], curve["median_low"], curve["median_high"])
            assert all(day is None or day % 10 == 0 for day in medians)
            for share in curve["share"]:  # closed by then: whole fives, but for whole per cent; or all
                closed = (1 - share) * len(rows)
                assert abs(closed - 5 * round(closed / 5)) <= 0.005 * len(rows) + 1e-9 or share == 0
    assert kept > 6
