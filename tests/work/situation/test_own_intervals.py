"""The intervals of an installation in use: on the check, the indicator's page, in the report and at the meeting; a faulty file counts for nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.cast import found_province
from tests.facts_cases import a_fact, keep_facts
from tests.work.situation.report.conftest import KNOWN, MADE
from xiezhi.rules.indicators.catalogue import indicators
from xiezhi.rules.indicators.periods import read_period
from xiezhi.rules.language import speak_to
from xiezhi.work.situation.health import FEW, INSIDE, OUTSIDE, WITHOUT, health
from xiezhi.work.situation.indicator_page import indicator_page
from xiezhi.work.situation.looking import Look
from xiezhi.work.situation.meeting.finding import topics_of
from xiezhi.work.situation.own_intervals import intervals_in_force, known_indicators, own_intervals
from xiezhi.work.situation.report.contents import contents_of
from xiezhi.work.situation.report.measuring import measure
from xiezhi.work.situation.report.values import Basis, Places, plain
from xiezhi.work.situation.sight import sight_of_keeper

KEY = "ops.in_normal_limit"
INTERVALS = f"""
[["{KEY}"]]
low = 0.7
high = 0.9
from = 2025-01-01
to = 2025-06-30
document_zh = "某院〔2025〕3号"
document_en = "Order 3 of 2025"

[["{KEY}"]]
low = 0.85
from = 2025-07-01
document_zh = "某院〔2025〕20号"
document_en = "Order 20 of 2025"
"""


@pytest.fixture
def file(tmp_path, settings):
    """The file of this installation, not there yet."""
    settings.INTERVALS, settings.INTERVALS_NAMED = tmp_path / "intervals.toml", False
    return settings.INTERVALS


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 400], ids=["too many digits", "too large"])
def test_a_number_that_no_machine_counts_with_leaves_the_file_out_and_the_pages_whole(file, number):
    file.write_text(INTERVALS.replace("0.7", number), encoding="utf-8")
    assert own_intervals().fault is not None
    assert known_indicators() == indicators()


@pytest.fixture
def province(db):
    return found_province()


@pytest.fixture
def sight(province):
    return sight_of_keeper(MADE)


@pytest.fixture
def snapshot(province, tmp_path, monkeypatch):
    """A hundred civil cases in each quarter of 2025, eight of ten closed within the limit; five criminal ones."""
    rows = []
    for quarter in range(4):
        for place in range(105):
            filed = date(2025, 1 + 3 * quarter, 1 + place % 20)
            closed = filed + timedelta(days=40)
            limit = closed + timedelta(days=1 if place % 10 < 8 else -1)
            rows.append(
                a_fact(
                    province.river, filed, closed, case_class="civil" if place < 100 else "criminal",
                    deadline_base=limit, deadline_deducted=limit, deadline_extended=limit,
                )
            )  # fmt: skip
    return keep_facts(rows, tmp_path, monkeypatch)


@pytest.fixture
def look(snapshot):
    return Look(snapshot, "all", read_period("2025Q2"), None)


def line(sight, look, key=KEY):
    return next(one for _, some in health(sight, look).groups for one in some if one.indicator.id == key)


def report(sight, look, lang):
    with speak_to(lang):
        basis = Basis(look.snapshot, KNOWN, "all", look.period, None)
        return contents_of(sight, basis, Places("示例"), made_on=MADE)


def check_of(contents):
    return next(section for section in contents.sections if section.key == "health")


def test_without_a_file_nothing_is_set_and_nothing_has_a_colour(file, sight, look):
    assert own_intervals().file == ""
    assert own_intervals().fault is None
    assert known_indicators() is indicators()
    assert line(sight, look).state == WITHOUT


def test_the_check_takes_the_interval_of_the_last_day_of_its_period(file, sight, look):
    file.write_text(INTERVALS, encoding="utf-8")
    assert line(sight, look).state == INSIDE
    later = line(sight, replace(look, period=read_period("2025Q3")))
    assert (later.state, later.interval.ends) == (OUTSIDE, (0.85, None))
    assert line(sight, replace(look, period=read_period("2025"))).interval.ends == (0.85, None)


def test_above_an_interval_is_as_much_outside_as_below(file, sight, look):
    file.write_text(INTERVALS.replace("low = 0.7\nhigh = 0.9", "high = 0.75"), encoding="utf-8")
    assert line(sight, look).state == OUTSIDE


def test_few_cases_have_no_colour_whatever_the_interval(file, sight, look):
    file.write_text(INTERVALS, encoding="utf-8")
    assert line(sight, replace(look, where=(("case_class", "criminal"),))).state == FEW


def test_a_change_of_the_file_counts_at_once(file, sight, look):
    file.write_text(INTERVALS, encoding="utf-8")
    assert line(sight, look).state == INSIDE
    file.write_text(INTERVALS.replace("0.7", "0.88"), encoding="utf-8")
    assert line(sight, look).state == OUTSIDE
    file.unlink()
    assert line(sight, look).state == WITHOUT


def test_of_a_faulty_file_nothing_counts_and_the_fault_is_told(file, sight, look):
    file.write_text(INTERVALS + '[["ops.mean_days"]]\nhihg = 90\n', encoding="utf-8")
    assert line(sight, look).state == WITHOUT
    assert "intervals.toml, ops.mean_days[1]" in own_intervals().fault.en
    assert intervals_in_force(date(2025, 6, 30)) == []
    assert known_indicators() is indicators()


def test_a_file_that_was_named_should_be_there(file, settings):
    settings.INTERVALS_NAMED = True
    assert "XIEZHI_INTERVALS" in own_intervals().fault.en
    file.mkdir()
    assert "cannot be read" in own_intervals().fault.en


def test_invented_intervals_do_not_count_in_real_work(file, settings):
    file.write_text("demonstration = true\n" + INTERVALS, encoding="utf-8")
    settings.DEMONSTRATION = True
    assert intervals_in_force(date(2025, 6, 30))
    settings.DEMONSTRATION = False
    assert "demonstration" in own_intervals().fault.en
    assert intervals_in_force(date(2025, 6, 30)) == []


def test_what_is_in_force_on_a_day(file):
    file.write_text(INTERVALS, encoding="utf-8")
    found = {day: [interval.ends for _, interval in intervals_in_force(day)] for day in (
        date(2024, 12, 31), date(2025, 6, 30), date(2025, 7, 1))}  # fmt: skip
    assert list(found.values()) == [[], [(0.7, 0.9)], [(0.85, None)]]


def test_the_history_of_an_indicator_has_each_period_with_the_interval_of_its_day(file, sight, look):
    file.write_text(INTERVALS, encoding="utf-8")
    page = indicator_page(sight, replace(look, period=read_period("2025Q4")), known_indicators()[KEY])
    (past,) = page.history
    ends = {one.period.name: past.indicator.interval_on(one.period.end) for one in past.shown}
    assert ends["2024Q4"] is None
    assert ends["2025Q2"].ends == (0.7, 0.9)
    assert ends["2025Q3"].ends == (0.85, None)


@pytest.mark.parametrize(
    "lang, document, span",
    [("zh", "某院〔2025〕3号", "2025年1月1日"), ("en", "Order 3 of 2025", "1 Jan 2025")],
)
def test_a_report_names_the_document_whose_interval_it_used(file, sight, look, lang, document, span):
    file.write_text(INTERVALS, encoding="utf-8")
    check = check_of(report(sight, look, lang))
    assert any(document in cell.words for table in check.tables for row in table.rows for cell in row)
    assert any(document in note and span in note for note in check.notes)
    assert not any(later in note for note in check.notes for later in ("20号", "Order 20 of"))


def test_a_report_without_intervals_says_so_and_names_no_document(file, sight, look):
    check = check_of(report(sight, look, "zh"))
    assert "没有文件设定区间" in plain(check.sentences[0])
    assert not any("〔" in note for note in check.notes)


def test_outside_the_interval_is_a_topic_in_both_languages_and_inside_is_none(file, sight, look):
    file.write_text(INTERVALS, encoding="utf-8")

    def topics(period):
        basis = Basis(look.snapshot, KNOWN, "all", read_period(period), None)
        found = topics_of(sight, measure(sight, basis, Places("示例")))
        return [one for one in found if one.rule == "outside_interval"]

    assert topics("2025Q2") == []
    (topic,) = topics("2025Q3")
    assert "某院〔2025〕20号" in topic.zh
    assert "Order 20 of 2025" in topic.en
    assert topic.lists
