"""Open data as they leave the house: what is in the files, who gets them, and that they say what they hold."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.cast import TODAY, Province
from tests.site_cast import signed_in
from xiezhi.record.models import AuditEntry
from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation.looking import Look, by_key, figures_for
from xiezhi.work.situation.open_data.taking import Package, package
from xiezhi.work.situation.sight import sight_of_keeper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]

FLOW = ("opening", "new", "accepted", "closed", "pending")
PERIOD = "2019-01-01..2019-09-30"


@pytest.fixture
def made(province: Province, snapshot: Any) -> Package:
    return package(snapshot, read_period(PERIOD), TODAY)


def rows(made: Package, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.files[name].decode())))


def numbers(made: Package) -> dict[tuple[str, str, str, str], int]:
    """Every count of flow.csv that is not hidden."""
    return {
        (row["quarter"], row["court"], row["case_class"], key): int(row[key])
        for row in rows(made, "flow.csv") for key in FLOW if row[key] != "*"
    }  # fmt: skip


def test_what_is_published_is_what_the_figures_say(province, snapshot, made):
    keeper, told = sight_of_keeper(TODAY), numbers(made)
    assert len(told) > 20
    for quarter in ("2019Q1", "2019Q2", "2019Q3"):
        look = Look(snapshot.id, "all", read_period(quarter), None)
        codes = {str(house.court.pk): house.court.code for house in province.houses}
        for one in figures_for(keeper, look, by_key([f"flow.{key}" for key in FLOW]), by=("court_id",)):
            place = (quarter, codes[str(one.group[0])], "all", one.key.removeprefix("flow."))
            assert told.get(place, one.numerator) == one.numerator


def test_no_small_count_stands_in_any_file(made):
    for row in [*rows(made, "flow.csv"), *rows(made, "shares.csv")]:
        counts = [
            int(value)
            for name, value in row.items()
            if name in (*FLOW, "numerator", "denominator") and value.isdecimal()
        ]
        assert not [count for count in counts if 0 < count < 5], row


def test_something_is_hidden_and_something_is_told(made):
    cells = [row[key] for row in rows(made, "flow.csv") for key in FLOW]
    assert 0 < cells.count("*") < len(cells)


def test_a_rate_is_told_only_where_both_its_sides_are(made):
    for row in rows(made, "flow.csv"):
        for rate, above, below in (("closing_rate", "closed", "accepted"), ("clearance", "closed", "new")):
            if "*" in (row[above], row[below]):
                assert row[rate] == "*"
            elif row[below] == "0":
                assert row[rate] == ""
            else:
                assert float(row[rate]) == pytest.approx(int(row[above]) / int(row[below]), abs=1e-6)


def test_the_description_says_what_is_in_the_files(snapshot, made):
    told = json.loads(made.files["datapackage.json"])
    assert told["profile"] == "tabular-data-package"
    assert told["licenses"][0]["name"] == "CC-BY-4.0"
    assert told["sources"][0]["snapshot"] == snapshot.id
    assert told["suppression"]["below"] == 5
    assert [one["path"] for one in told["resources"]] == [
        "flow.csv",
        "shares.csv",
        "courts.csv",
        "indicators.csv",
    ]
    for one in told["resources"]:
        contents = made.files[one["path"]]
        assert (one["bytes"], one["hash"]) == (
            len(contents),
            f"sha256:{hashlib.sha256(contents).hexdigest()}",
        )
        fields = {field["name"]: field for field in one["schema"]["fields"]}
        found = rows(made, one["path"])
        assert list(found[0]) == list(fields)
        keys = [tuple(row[name] for name in one["schema"]["primaryKey"]) for row in found]
        assert len(set(keys)) == len(keys)
        for row in found:
            for name, value in row.items():
                assert fits(value, fields[name]), (one["path"], name, value)


def fits(value: str, field: dict[str, Any]) -> bool:
    if value in ("", "*"):
        return True
    readers: dict[str, Any] = {"integer": int, "number": float, "date": date.fromisoformat, "string": str}
    read = readers[field["type"]](value)
    return read in field.get("constraints", {}).get("enum", [read])


def test_every_indicator_and_court_of_the_data_is_explained_beside_them(made):
    explained = {row["id"]: row for row in rows(made, "indicators.csv")}
    assert all(row["formula_zh"] and row["source_zh"] and row["verification"] for row in explained.values())
    assert {row["indicator"] for row in rows(made, "shares.csv")} <= explained.keys()
    assert {row["court"] for row in rows(made, "flow.csv")} - {"all"} <= {
        row["code"] for row in rows(made, "courts.csv")
    }


def test_the_same_facts_give_the_same_bytes(snapshot, made):
    again = package(snapshot, read_period(PERIOD), date(2020, 5, 1))
    assert again.packed() == made.packed()


def test_what_is_hidden_of_a_quarter_does_not_hang_on_where_one_cuts(snapshot, made):
    """Two packages that overlap could otherwise be laid side by side."""
    whole = numbers(made)
    for quarter in ("2019Q1", "2019Q2", "2019Q3"):
        alone = numbers(package(snapshot, read_period(quarter), TODAY))
        assert alone == {place: count for place, count in whole.items() if place[0] == quarter}


@pytest.mark.parametrize("period", ["2019-08", "2019-01-15..2019-06-30", "2019Q4", "2000-01-01..2019-09-30"])
def test_only_whole_quarters_that_are_over_are_published(snapshot, period):
    with pytest.raises(InputError):
        package(snapshot, read_period(period), TODAY)


# --- who gets them


def fetch(who: Client, path: str) -> tuple[int, bytes]:
    answer = who.get(path)
    return answer.status_code, answer.content


def test_the_trial_management_of_the_province_takes_the_package(province, snapshot, made):
    who = signed_in(province.high.trial_management)
    status, contents = fetch(who, f"/api/situation/open-data?period={PERIOD}")
    assert status == 200
    assert contents == made.packed()
    assert set(zipfile.ZipFile(io.BytesIO(contents)).namelist()) == set(made.files)
    assert fetch(who, f"/situation/open-data/package?period={PERIOD}") == (200, contents)
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["situation.open_data"] * 2


@pytest.mark.parametrize("who", ["president", "division_head", "judge", "clerk"])
def test_posts_of_one_court_get_none(province, snapshot, who):
    client = signed_in(province.river.people[who])
    assert fetch(client, "/api/situation/open-data?period=2019Q3")[0] == 403
    assert fetch(client, "/situation/open-data/package?period=2019Q3")[0] == 403
    assert fetch(client, "/situation/open-data?period=2019Q3")[0] == 403
    assert b"/situation/open-data" not in fetch(client, "/situation/")[1]


def test_a_post_without_any_figures_gets_no_file_either(province, snapshot):
    who = signed_in(province.river.people["system_administrator"])
    assert fetch(who, "/situation/open-data/package?period=2019Q3")[0] == 403


def test_before_there_are_facts_there_is_no_package(province, snapshot):
    with pytest.raises(InputError, match="2018Q4 没有事实：事实自 2019-"):
        package(snapshot, read_period("2018Q4"), TODAY)
    package(snapshot, read_period("2018-10-01..2019-03-31"), TODAY)


def test_the_page_tells_what_is_in_the_package_and_how_much_is_hidden(province, snapshot):
    status, page = fetch(signed_in(province.high.trial_management), "/situation/open-data?period=2019Q3")
    assert status == 200
    for words in ("2019年第三季度的开放数据", "flow.csv", "shares.csv", "遮蔽", "下载"):
        assert words in page.decode()


def test_the_page_says_why_a_period_has_no_open_data(province, snapshot):
    _, page = fetch(signed_in(province.high.trial_management), "/situation/open-data?period=2019-08")
    assert "2019-08 不是整季" in page.decode()
    assert "下载（.zip）" not in page.decode()


def test_the_interface_says_why_too(province, snapshot):
    status, told = fetch(signed_in(province.high.trial_management), "/api/situation/open-data?period=2019Q4")
    assert status == 422
    assert json.loads(told)["error"]["field"] == "period"


def test_the_command_writes_the_same_files(province, snapshot, made, tmp_path, monkeypatch):
    from typer.testing import CliRunner

    from xiezhi.site.cli import app
    from xiezhi.work.situation import snapshots

    monkeypatch.setattr(snapshots, "ensure", lambda: snapshot)
    monkeypatch.setattr(type(snapshot), "pk", property(lambda self: self.id), raising=False)
    done = CliRunner().invoke(
        app, ["situation", "open-data", "--period", PERIOD, "--output", str(tmp_path / "out")]
    )
    assert done.exit_code == 0, done.output
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == made.files
