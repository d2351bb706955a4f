"""What a report says: figures that add up, comparisons that may be made, nothing that judges or ranks."""

import re
from datetime import date
from typing import Any

import pyarrow.parquet
import pytest

from tests.facts_cases import a_fact, keep_facts
from xiezhi.rules.dates import add_months
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation.looking import Look, by_key, cases_for, figures_for
from xiezhi.work.situation.report.contents import contents_of
from xiezhi.work.situation.report.measuring import FLOW, measure
from xiezhi.work.situation.report.sections import time
from xiezhi.work.situation.report.values import Basis, Place, Places, plain
from xiezhi.work.situation.sight import sight_of_keeper
from xiezhi.work.situation.wording import short_name

from .conftest import KNOWN, MADE

LIMITS: dict[str, Any] = dict.fromkeys(
    ("deadline_base", "deadline_deducted", "deadline_extended"), date(2019, 12, 31)
)
PERIODS = ("2019", "2019H1", "2019Q3", "2019-08", "2019-07-03..2019-08-20")
JUDGING = (
    "优秀",
    "落后",
    "良好",
    "突出",
    "欠佳",
    "排名",
    "名列",
    "最好",
    "最差",
    "第一名",
    "领先",
    "垫底",
    "excellent",
    "poor",
    "best",
    "worst",
    "rank ",
)


def text_of(contents):
    sentences = [*contents.summary, *(one for section in contents.sections for one in section.sentences)]
    return "\n".join(map(plain, sentences))


def section_of(contents, key):
    return next(one for one in contents.sections if one.key == key)


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_period_gives_a_whole_report_in_either_language(report, period, lang):
    contents = report(period, lang=lang)
    assert {
        "flow",
        "rates",
        "balance",
        "limits",
        "duration",
        "long_pending",
        "quality",
        "health",
        "data",
    } <= {one.key for one in contents.sections}
    assert contents.definitions and contents.versions["flow.new"] == 1
    assert "{" not in text_of(contents)
    if lang == "en":
        assert not re.search(r"[\u4e00-\u9fff]", text_of(contents))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_praises_nobody_blames_nobody_and_ranks_nothing(report, lang):
    contents = report("2019Q3", lang=lang)
    said = text_of(contents)
    assert [word for word in JUDGING if word in said] == []


def test_the_identity_of_the_stock_is_told_with_its_four_numbers(report):
    numbers = [
        int(word.replace(",", ""))
        for word in re.findall(r"[\d,]+(?=件)", plain(section_of(report("2019Q3"), "flow").sentences[0]))
    ]
    opening, new, closed, pending = numbers[:4]
    assert opening + new - closed == pending


def test_courts_stand_in_administrative_order(report, places):
    (annex,) = (one for one in report("2019Q3").annexes if one.key == "courts")
    names = [row[0].words for row in annex.tables[0].rows]
    order = [short_name(place.name) for place in places.courts]
    assert names == [name for name in order if name in names] and len(names) > 2


def test_the_same_snapshot_gives_the_same_report_after_the_record_went_on(
    report, rows, province, tmp_path, monkeypatch
):
    then = report("2019Q3")
    later = keep_facts(
        [*rows, *(a_fact(province.river, date(2019, 8, 1)) for _ in range(30))], tmp_path, monkeypatch
    )
    assert report("2019Q3", name=later).summary != then.summary
    folder = tmp_path / f"{then.basis.snapshot}.parquet"
    monkeypatch.setattr("xiezhi.work.situation.looking.snapshots.path_of", lambda _: folder)
    assert report("2019Q3") == then


@pytest.mark.parametrize("period", PERIODS)
def test_periods_asked_together_have_the_figures_of_periods_asked_alone(snapshot, places, period):
    wanted = read_period(period)
    sight = sight_of_keeper(MADE)
    measured = measure(sight, Basis(snapshot, KNOWN, "all", wanted, None), places)
    for when, found in (
        (wanted, measured.now),
        (wanted.last_year, measured.before),
        (wanted.previous, measured.previous or {}),
    ):
        look = Look(snapshot, "all", when, None)
        alone = {
            one.key: one
            for one in figures_for(
                sight, look, by_key(tuple(key for key in found if not key.startswith("count.")))
            )
        }
        assert {key: found[key] for key in alone} == alone


def courts_of(link, province):
    """Whose cases a link opens."""
    if not link.court:
        return None
    houses = [one.court for one in province.houses]
    return tuple(
        str(one.pk)
        for one in houses
        if link.court == str(one.pk) or (link.below and str(one.parent_id) == link.court)
    )


def test_every_number_of_the_text_opens_as_many_cases_as_it_says(report, snapshot, province):
    sight, contents = sight_of_keeper(MADE), report("2019Q3")
    opened = 0
    for cell in contents.cells():
        if cell.link is None or cell.unit != "cases" or cell.number is None:
            continue
        link = cell.link
        look = Look(
            snapshot,
            "all",
            link.period,
            courts_of(link, province),
            link.division or None,
            link.where,
        )
        (formula,) = by_key((link.key,))
        assert len(cases_for(sight, look, formula, link.side)) == cell.number, link
        opened += 1
    assert opened > 60


def test_few_cases_are_told_as_counts(report, province, tmp_path, monkeypatch):
    rows = [
        a_fact(province.river, date(2019, 7, 1), date(2019, 8, day), **LIMITS)
        for day in range(1, 6)
    ]  # fmt: skip
    contents = report("2019Q3", name=keep_facts(rows, tmp_path, monkeypatch))
    said = plain(section_of(contents, "limits").sentences[0])
    assert "5件中5件" in said and "%" not in said


def test_no_cases_are_no_cases_and_not_nought_per_cent(report, province, tmp_path, monkeypatch):
    contents = report(
        "2019Q3", name=keep_facts([a_fact(province.river, date(2019, 7, 1))], tmp_path, monkeypatch)
    )
    assert "无案件" in plain(section_of(contents, "limits").sentences[0])


def test_a_period_without_any_case_says_so(report, province, tmp_path, monkeypatch):
    contents = report(
        "2015Q3", name=keep_facts([a_fact(province.river, date(2019, 7, 1))], tmp_path, monkeypatch)
    )
    assert len(contents.sections) == 1
    for said in (contents.summary[0], contents.sections[0].sentences[0]):
        assert plain(said) == "数据自2019年7月起，此期没有数据：不等于没有案件。"


def test_another_definition_is_not_compared_with_last_year(report, province, tmp_path, monkeypatch):
    """The indicators of 2024 were not in force in 2023."""
    rows = [
        a_fact(province.river, date(year, 1, 1), date(year, 5, day), case_class="civil", mediable=True, closed_kind=kind)
        for year in (2023, 2024) for day in range(1, 29) for kind in ("mediation", "judgment")
    ]  # fmt: skip
    contents = report("2024Q2", name=keep_facts(rows, tmp_path, monkeypatch))
    settled = [plain(one) for one in section_of(contents, "settlement").sentences if "调解率" in plain(one)]
    assert settled and "不与上年同期比较" in settled[0] and "比上年同期" not in settled[0]


def test_the_flow_counts_are_the_same_as_the_pages_show(report, snapshot):
    contents = report("2019Q3")
    table = section_of(contents, "flow").tables[0]
    shown = {
        one.key: one.numerator
        for one in figures_for(
            sight_of_keeper(MADE), Look(snapshot, "all", read_period("2019Q3"), None), by_key(FLOW)
        )
    }
    assert [row[1].number for row in table.rows] == list(shown.values())


def test_prefectures_stand_in_the_text_and_every_court_behind_it(report):
    contents = report("2019Q3")
    areas, courts = (
        section_of(contents, "places"),
        next(one for one in contents.annexes if one.key == "courts"),
    )
    assert [row[0].words for row in areas.tables[0].rows] == [
        "示例省高院",
        "河西市中院辖区",
        "河东市中院辖区",
    ]
    (picture,) = areas.pictures
    for words in ("河西市", "河东市", "9月新收"):
        assert words in picture.svg, "the months of each in small"
    assert "河西市中院" not in picture.svg, "which would be the one court"
    for one in (areas.tables[0], courts.tables[0]):
        assert (
            sum(row[2].number for row in one.rows) == section_of(contents, "flow").tables[0].rows[1][1].number
        )


def test_a_prefecture_with_nothing_in_the_period_is_told_with_nought(
    report, rows, places, tmp_path, monkeypatch
):
    gone = places.areas[1].key
    left = keep_facts([row for row in rows if row["city_id"] != gone], tmp_path, monkeypatch)
    for lang, many in (("zh", "2个地区"), ("en", "2 prefectures")):
        section = section_of(report("2019Q3", lang=lang, name=left), "places")
        flow, limits = (table.rows[-1] for table in section.tables)
        assert flow[0].words.startswith("河东市") and many in plain(section.sentences[0])
        assert [cell.words for cell in flow if cell.number is not None] == ["0"] * 4
        assert not any(cell.number or cell.link for cell in limits)
        assert "河东市" in section.pictures[0].svg


def test_open_cases_count_in_how_long_cases_take(report, snapshot):
    contents = report("2019Q3")
    section = section_of(contents, "lasting")
    said = plain(section.sentences[0])
    assert said.startswith("近12个月立案的") and "只看已结的为" in said
    whole, *classes = section.tables[0].rows
    assert whole[0].words == "全部" and whole[1].number == sum(row[1].number for row in classes)
    assert whole[2].number >= whole[4].number, "leaving out the open ones makes cases look quicker"
    assert section.pictures[0].svg.startswith("<svg")


def test_the_lists_to_look_through_stand_behind_the_text_without_any_case(report, rows):
    contents = report("2019Q3")
    lists = next(one for one in contents.annexes if one.key == "lists")
    assert all(row[1].link for row in lists.tables[0].rows)
    everything = "".join(cell.words for cell in contents.cells())
    assert not any(row["case_id"] in everything for row in rows)


@pytest.mark.parametrize(("more", "told"), [(3, False), (60, True)], ids=["by chance", "beyond chance"])
def test_only_what_chance_does_not_explain_is_said_to_have_moved(
    more, told, report, province, tmp_path, monkeypatch
):
    rows = [
        a_fact(province.river, date(year, 7, day), date(year, 8, day))
        for year, times in ((2018, 4), (2019, 4)) for day in range(1, 29) for _ in range(times)
    ] + [a_fact(province.river, date(2019, 7, 5), date(2019, 8, 5)) for _ in range(more)]  # fmt: skip
    summary = [plain(one) for one in report("2019Q3", name=keep_facts(rows, tmp_path, monkeypatch)).summary]
    moved = next(one for one in summary if one.startswith("与上年同期相比"))
    assert ("新收（+" in moved) is told
    assert ("没有超出偶然起伏" in moved) is not told


@pytest.mark.parametrize("count", [0, 3])
def test_what_was_entered_late_is_counted(count, report, province, tmp_path, monkeypatch):
    rows = [
        a_fact(province.river, date(2019, 7, day), late_entries=1 if day <= count else 0)
        for day in range(1, 9)
    ]
    data = section_of(report("2019Q3", name=keep_facts(rows, tmp_path, monkeypatch)), "data")
    late = next(row for row in data.tables[0].rows if row[0].words == "新收，有补记")
    assert late[1].number == count


def test_facts_that_do_not_tell_what_was_late_say_so(report, province, tmp_path, monkeypatch):
    rows = [a_fact(province.river, date(2019, 7, day)) for day in range(1, 9)]
    name = keep_facts(rows, tmp_path, monkeypatch)
    path = tmp_path / f"{name}.parquet"
    table = pyarrow.parquet.read_table(path)
    pyarrow.parquet.write_table(table.drop_columns(["late_entries"]), path)
    data = section_of(report("2019Q3", name=name), "data")
    assert any("没有记下" in note for note in data.notes)
    assert not any("补记" in row[0].words for row in data.tables[0].rows)


def test_figures_of_trial_cases_say_nothing_of_enforcement(report, province, tmp_path, monkeypatch):
    """A case of enforcement that has waited for years is in the age of the stock; as a trial case it is not nought, it is not told."""
    rows = [
        a_fact(province.river, date(2016, 1, 5)),
        a_fact(province.river, date(2019, 6, 1), date(2019, 7, 20)),
    ]
    enforcement: dict[str, Any] = {
        "case_class": "enforcement",
        "type_code": "执异",
        "instance": "exec_review",
        "procedure": None,
    }
    rows += [a_fact(province.river, date(2016, 1, 5), **enforcement)]
    rows += [a_fact(province.river, date(2019, 7, 1), date(2019, 7, 11), closed_kind="ruling", **enforcement)]
    contents = report("2019Q3", name=keep_facts(rows, tmp_path, monkeypatch))
    standing = next(one for one in section_of(contents, "long_pending").tables if "审判案件" in one.title)
    told = {row[0].words: [cell.words for cell in row[1:]] for row in standing.rows}
    assert told == {"民事": ["1", "1", "1"], "执行": ["1", "—", "—"]} and "不是零" in standing.about
    lasting = next(one for one in section_of(contents, "duration").tables if "各类" in one.title)
    assert [row[0].words for row in lasting.rows] == ["民事"]


def test_prefectures_are_counted_without_the_high_court_that_stands_beside_them(report):
    section = section_of(report("2019Q3"), "places")
    assert len(section.tables[0].rows) == 3
    assert plain(section.sentences[0]).startswith("2个地区中，")


def test_cases_without_a_division_are_no_division_and_open_as_they_are_counted(
    report, province, tmp_path, monkeypatch
):
    rows = [
        a_fact(province.river, date(2019, 7, day), division=division)
        for day in range(1, 9) for division in ("civil", "criminal")
    ] + [a_fact(province.river, date(2019, 7, day), division_id=None) for day in range(1, 4)]  # fmt: skip
    name, river = keep_facts(rows, tmp_path, monkeypatch), str(province.river.court.pk)
    named = tuple(Place(province.river.division(kind), kind) for kind in ("civil", "criminal"))
    basis = Basis(name, KNOWN, "all", read_period("2019Q3"), (river,))
    contents = contents_of(sight_of_keeper(MADE), basis, Places("法院", divisions=named), made_on=MADE)
    section = section_of(contents, "places")
    assert plain(section.sentences[0]).startswith("2个庭室中，")
    words, _, new, *_ = section.tables[0].rows[-1]
    assert (words.words, new.words, new.link.where) == ("未分庭室", "3", (("division_id", ""),))
    look = Look(name, "all", new.link.period, (river,), None, new.link.where)
    assert len(cases_for(sight_of_keeper(MADE), look, by_key(("flow.new",))[0], new.link.side)) == 3


@pytest.mark.parametrize(("first", "months"), [(3, "12"), (4, "18")], ids=["as it stands", "edited"])
def test_what_is_long_pending_follows_the_threshold(report, rows, monkeypatch, first, months):
    monkeypatch.setattr(time, "LONG_FROM", first)
    end = read_period("2019Q3").end
    limit = add_months(end, -int(months))
    old = sum(
        one["filed_on"] <= limit and (one["closed_on"] is None or one["closed_on"] > end) for one in rows
    )
    said = plain(section_of(report("2019Q3"), "long_pending").sentences[0])
    assert f"立案满{months}个月的{old}件" in said
