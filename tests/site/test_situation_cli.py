"""`xiezhi situation figures`: a file of facts, a period, a court; the figures with their cases, and what is wrong with the file."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.site.conftest import Answer, Xiezhi

CIVIL = {"court_id": "B1", "court_level": "basic", "case_class": "civil", "type_code": "民初", "instance": "first", "source": "new",
         "deadline_base": None, "suspended_from": None}  # fmt: skip
FACTS: list[dict[str, Any]] = [
    CIVIL | {"case_id": "N1", "filed_on": "2022-11-30", "closed_on": "2023-02-28", "closed_kind": "judgment",
             "deadline_deducted": "2023-02-28", "deadline_extended": "2023-02-28", "dispute_id": "X1"},
    CIVIL | {"case_id": "N2", "filed_on": "2023-01-01", "closed_on": "2023-06-30", "closed_kind": "mediation",
             "deadline_deducted": "2023-04-01", "deadline_extended": "2023-07-01", "dispute_id": "X2"},
    CIVIL | {"case_id": "N3", "filed_on": "2023-03-15", "closed_on": "2023-07-01", "closed_kind": "withdrawal",
             "deadline_deducted": "2023-06-15", "deadline_extended": "2023-06-15", "dispute_id": "X2"},
    CIVIL | {"case_id": "N4", "filed_on": "2023-05-05", "closed_on": "2023-05-06", "closed_kind": "merged",
             "deadline_deducted": "2023-08-05", "deadline_extended": "2023-08-05", "dispute_id": "X3"},
    {"case_id": "N5", "court_id": "M1", "court_level": "intermediate", "case_class": "civil", "type_code": "民终", "instance": "second",
     "source": "new", "filed_on": "2023-04-01", "closed_on": "2023-06-01", "closed_kind": "judgment", "prior_case_id": "N1",
     "outcome_on_prior": "remanded", "dispute_id": "X1"},
    {"case_id": "N6", "court_id": "B1", "court_level": "basic", "case_class": "mediation", "type_code": "诉前调",
     "instance": "premediation", "source": "new", "filed_on": "2023-04-01", "closed_on": "2023-04-20", "closed_kind": "success"},
]  # fmt: skip
HALF = ("--from", "2023-01-01", "--to", "2023-06-30")
B1 = ("--court", "B1", "--scope", "core")


@pytest.fixture
def facts(tmp_path: Path) -> str:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps({"facts": FACTS}, ensure_ascii=False), encoding="utf-8")
    return str(path)


def asked(xiezhi: Xiezhi, facts: str, *more: str) -> Answer:
    return xiezhi("situation", "figures", "--facts", facts, *HALF, *more)


def found(answer: Answer) -> dict[str, Any]:
    assert answer.status == 0, answer.err
    figures: dict[str, Any] = json.loads(answer.out)["figures"]
    return figures


def figure(
    value: Any, numerator: Any, denominator: Any, above: list[str], below: list[str]
) -> dict[str, Any]:
    cases = {"numerator": above, "denominator": below}
    return {"value": value, "numerator": numerator, "denominator": denominator, "cases": cases}


def test_stock_flow_and_limits_with_their_cases(xiezhi: Xiezhi, facts: str) -> None:
    figures = found(asked(xiezhi, facts, *B1, "--json"))
    closed = ["N1", "N2", "N4"]
    for key, expected in {
        "flow.opening": figure(1, 1, None, ["N1"], []),
        "flow.new": figure(3, 3, None, ["N2", "N3", "N4"], []),
        "flow.closed": figure(3, 3, None, closed, []),
        "flow.pending": figure(1, 1, None, ["N3"], []),
        "flow.accepted": figure(4, 4, None, ["N1", "N2", "N3", "N4"], []),
        "flow.closing_rate": figure(0.75, 3, 4, closed, ["N1", "N2", "N3", "N4"]),
        "ops.in_normal_limit": figure(2 / 3, 2, 3, ["N1", "N4"], closed),
        "ops.in_approved_limit": figure(1.0, 3, 3, closed, closed),
        "ops.mean_days": figure(135.0, 270, 2, ["N1", "N2"], ["N1", "N2"]),
        "ops.reversal_first": figure(0.5, 1, 2, ["N5"], ["N1", "N2"]),
        "ops.overdue_pending": figure(1, 1, None, ["N3"], []),
    }.items():
        assert figures[key] == expected, key


def test_variants_say_which_they_are(xiezhi: Xiezhi, facts: str) -> None:
    figures = found(asked(xiezhi, facts, *B1, "--json"))
    for key, one in figures.items():
        assert one.get("variant") == (key.partition(":")[2] or None)
    assert any("variant" in one for one in figures.values())


def test_all_courts_and_narrowed_to_values(xiezhi: Xiezhi, facts: str) -> None:
    whole = found(asked(xiezhi, facts, "--court", "*", "--scope", "all", "--json"))
    assert whole["flow.new"]["cases"]["numerator"] == ["N2", "N3", "N4", "N5"]
    second = ("--where", "instance=second", "--where", "case_class=civil")
    narrowed = found(asked(xiezhi, facts, "--court", "*", "--scope", "all", *second, "--json"))
    assert narrowed["flow.new"]["cases"]["numerator"] == ["N5"]
    assert narrowed["ops.in_normal_limit"]["value"] is None


def test_legacy_ones_only_when_asked_for(xiezhi: Xiezhi, facts: str) -> None:
    assert not any(key.startswith("cn2011") for key in found(asked(xiezhi, facts, *B1, "--json")))
    figures = found(asked(xiezhi, facts, *B1, "--indicator", "cn2011.e4", "--json"))
    assert next(key for key in figures if key.startswith("cn2011")) == "cn2011.e4"
    assert "flow.new" in figures


def test_a_period_by_its_name_and_the_older_statistical_year(xiezhi: Xiezhi, facts: str) -> None:
    told = ("situation", "figures", "--facts", facts, *B1, "--json")
    named = found(xiezhi(*told, "--period", "2023H1"))
    assert named == found(asked(xiezhi, facts, *B1, "--json"))
    older = found(xiezhi(*told, "--period", "2023S"))  # 21 December 2022 to 20 December 2023
    dated = found(xiezhi(*told, "--from", "2022-12-21", "--to", "2023-12-20"))
    assert older["flow.closed"] == dated["flow.closed"] and older["flow.closed"]["value"] == 4


@pytest.mark.parametrize(
    "period",
    [
        ("--period", "2023H1", "--from", "2023-01-01"), ("--from", "2023-01-01"), ("--to", "2023-01-01"), (), ("--period", "2023X"),
    ],
)  # fmt: skip
def test_a_period_told_twice_or_half_is_refused(period: tuple[str, ...], xiezhi: Xiezhi, facts: str) -> None:
    answer = xiezhi("situation", "figures", "--facts", facts, *B1, *period)
    assert answer.status == 2 and answer.err


def test_the_closing_rate_over_the_offset_window_only_when_asked_for(xiezhi: Xiezhi, facts: str) -> None:
    """Closings of January to June over what was open at the end of November or came from December to May: N3 is in, N4 too, N5 elsewhere."""
    key = "flow.closing_rate:window_offset"
    assert key not in found(asked(xiezhi, facts, *B1, "--json"))
    told = found(asked(xiezhi, facts, *B1, "--window-offset", "--json"))[key]
    expected = figure(0.75, 3, 4, ["N1", "N2", "N4"], ["N1", "N2", "N3", "N4"])
    assert told == expected | {"variant": "window_offset"}
    march = found(
        xiezhi(
            "situation", "figures", "--facts", facts, "--period", "2023-03", *B1, "--window-offset", "--json"
        )
    )
    assert march[key] == figure(0.0, 0, 2, [], ["N1", "N2"]) | {"variant": "window_offset"}
    table = asked(xiezhi, facts, *B1, "--window-offset")
    assert table.status == 0 and "结案率：受理期间提前一个月" in table.out


def test_numbers_from_outside_the_facts(xiezhi: Xiezhi, facts: str, tmp_path: Path) -> None:
    told = {
        "judges": {"B1": 2, "M1": 3},
        "population": {"B1": {"resident": 20_000, "registered_floating": 4_000}},
    }
    params = tmp_path / "params.json"
    params.write_text(json.dumps(told), encoding="utf-8")
    answer = asked(xiezhi, facts, *B1, "--params", str(params), "--json")
    figures = found(answer)
    assert figures["flow.per_judge"] == figure(1.5, 3, 2, ["N1", "N2", "N4"], [])
    assert figures["flow.suits_per_10k"]["value"] == pytest.approx(3 * 10_000 / 24_000)
    assert "flow.pending_per_judge" not in figures
    assert "flow.pending_per_judge 缺少参数 fte" in answer.err


def test_a_cell_that_cannot_be_read_is_told_and_the_rest_is_done(xiezhi: Xiezhi, tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    rows = [FACTS[0] | {"instance": "一审"}, *FACTS[1:]]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    answer = asked(xiezhi, str(path), *B1, "--json", "--lang", "en")
    assert answer.status == 1
    assert "line 1 (N1), instance: cannot be read: “一审”" in answer.err
    assert "1 cell cannot be read (instance 1); its case is kept out" in answer.err
    figures = json.loads(answer.out)["figures"]
    assert figures["flow.closed"]["cases"]["numerator"] == ["N2", "N4"]
    every = json.loads(asked(xiezhi, str(path), "--court", "B1", "--scope", "all", "--json").out)["figures"]
    assert every["flow.closed"]["cases"]["numerator"] == ["N1", "N2", "N4"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--court", "B9", "--scope", "core"), "there is no such court: B9; choose from: B1, M1"),
        (("--court", "B1", "--scope", "corr"), "there is no such scope: corr; choose from: all, core"),
        ((*B1, "--where", "colour=red"), "there is no such column: colour; choose from: case_class"),
        ((*B1, "--where", "instance=third"), "there is no such value of instance: third; choose from: confirmation"),
        ((*B1, "--where", "instance"), "--where: expected COLUMN=VALUE, found instance"),
        ((*B1, "--where", "filed_on=soon"), "filed_on cannot have the value soon"),
        ((*B1, "--indicator", "flow.nothing"), "there is no such indicator: flow.nothing; choose from: flow.accepted"),
        ((*B1, "--as-of", "then"), "--as-of cannot be read: then"),
        ((*B1, "--as-of", "2024-W13-1"), "--as-of cannot be read: 2024-W13-1"),
        ((*B1, "--as-of", "20240331"), "--as-of cannot be read: 20240331"),
        ((*B1, "--as-of", "2023-01-01"), "column recorded_at"),
        ((*B1, "--params", "nowhere.json"), "nowhere.json"),
    ],
)  # fmt: skip
def test_what_there_is_not_is_refused_with_the_choices(
    words: tuple[str, ...], expected: str, xiezhi: Xiezhi, facts: str
) -> None:
    answer = asked(xiezhi, facts, *words, "--lang", "en")
    assert answer.status == 2
    assert expected in answer.err
    assert not answer.out


def test_a_period_that_ends_before_it_starts_is_refused(xiezhi: Xiezhi, facts: str) -> None:
    days = ("--from", "2023-02-01", "--to", "2023-01-31")
    answer = xiezhi("situation", "figures", "--facts", facts, *days, *B1)
    assert answer.status == 2
    assert "2023-01-31" in answer.err


@pytest.mark.parametrize(
    "told", ["[]", "{", '{"judges": -1}', '{"judges": true}', '{"people": 3}', '{"fte": {"B1": "2"}}']
)
def test_parameters_that_are_none_are_refused(told: str, xiezhi: Xiezhi, facts: str, tmp_path: Path) -> None:
    params = tmp_path / "params.json"
    params.write_text(told, encoding="utf-8")
    assert asked(xiezhi, facts, *B1, "--params", str(params)).status == 2


def test_as_it_was_known(xiezhi: Xiezhi, tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    recorded = {"recorded_at": "2023-05-07T01:00:00+08:00"}
    path.write_text(
        json.dumps([FACTS[0] | {"recorded_at": "2023-01-01"}, FACTS[3] | recorded]), encoding="utf-8"
    )
    for moment, closed in (
        ("2023-05-06", ["N1"]),
        ("2023-05-07", ["N1", "N4"]),
        ("2023-05-07T00:59", ["N1"]),
    ):
        figures = found(asked(xiezhi, str(path), *B1, "--as-of", moment, "--json"))
        assert figures["flow.closed"]["cases"]["numerator"] == closed


def test_a_table_for_people(xiezhi: Xiezhi, facts: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    answer = asked(xiezhi, facts, *B1)
    lines = {line.split()[0]: line.split() for line in answer.out.splitlines()}
    assert lines["flow.closing_rate"][1:] == ["结案率", "75.00%", "3", "4"]
    assert lines["ops.overdue_pending"][2:] == ["1", "1", "–"]
    assert lines["ops.overdue_pending:share"][-3:] == ["100.00%", "1", "1"], "a variant has its own unit"
    assert "closing rate" in asked(xiezhi, facts, *B1, "--lang", "en").out.lower()


def test_it_needs_neither_django_nor_a_database(facts: str) -> None:
    program = (
        "import sys; from xiezhi.site.cli import main\n"
        f"sys.argv = ['xiezhi', 'situation', 'figures', '--facts', {facts!r}, *{(*HALF, *B1)!r}, '--json']\n"
        "try: main()\n"
        "finally: print(sorted({'django', 'psycopg'} & sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"
    assert json.loads(done.stdout)["figures"]["flow.new"]["value"] == 3


def test_a_day_of_closing_that_cannot_be_read_breaks_the_sum_of_the_flow_and_is_told(
    xiezhi: Xiezhi, tmp_path: Path
) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps([*FACTS[:3], FACTS[3] | {"closed_on": "2023-6-30"}]), encoding="utf-8")
    answer = asked(xiezhi, str(path), *B1, "--lang", "en")
    assert answer.status == 1
    assert (
        "1 case counts in new, not in accepted, closed, pending (closed_on cannot be read): "
        "opening + new − closed = pending does not hold"
    ) in answer.err
    earlier = asked(
        xiezhi,
        str(path),
        "--court",
        "B1",
        "--scope",
        "core",
        "--where",
        "case_class=criminal",
        "--lang",
        "en",
    )
    assert "does not hold" not in earlier.err, "nothing of what was asked for is touched"


def test_rows_without_a_court_are_told(xiezhi: Xiezhi, tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps([*FACTS[:3], FACTS[3] | {"court_id": ""}]), encoding="utf-8")
    answer = asked(xiezhi, str(path), *B1, "--lang", "en")
    assert answer.status == 0
    assert "1 row without court_id: counted only over all courts" in answer.err


@pytest.mark.parametrize("day", ["20230630", "2023-W26-5", "2023-6-30"])
def test_days_are_written_as_in_files_of_facts(day: str, xiezhi: Xiezhi, facts: str) -> None:
    assert asked(xiezhi, facts, *B1, "--where", "closed_on=2023-06-30").status == 0
    answer = asked(xiezhi, facts, *B1, "--where", f"closed_on={day}", "--lang", "en")
    assert answer.status == 2 and f"closed_on cannot have the value {day}" in answer.err


def test_only_columns_of_the_file_are_offered(xiezhi: Xiezhi, facts: str) -> None:
    answer = asked(xiezhi, facts, *B1, "--where", "colour=red", "--lang", "en")
    assert answer.status == 2
    offered = answer.err.partition("choose from: ")[2].replace("\n", "").removesuffix(" …").split(", ")
    assert {one.strip() for one in offered} <= {name for row in FACTS for name in row}
    unasked = asked(xiezhi, facts, *B1, "--where", "colour=red", "--json", "--lang", "en")
    assert "city_id" not in unasked.err


def test_an_interval_file_with_a_number_of_thousands_of_digits_is_refused_plainly(
    xiezhi: Xiezhi, tmp_path: Path
) -> None:
    path = tmp_path / "intervals.toml"
    for number in ("9" * 5000, "9" * 400, "0x" + "f" * 5000):
        path.write_text(f'[["ops.in_normal_limit"]]\nlow = {number}\n', encoding="utf-8")
        answer = xiezhi("situation", "intervals", str(path), "--lang", "en")
        assert answer.status == 2 and "intervals.toml" in answer.err and "Traceback" not in answer.err
