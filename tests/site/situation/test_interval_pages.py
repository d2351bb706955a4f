"""The reference intervals of an installation on its pages and on the command line: inside, outside, few, or a fault told in words."""

import json
import os

import pytest
from django.conf import settings as django_settings

from tests.site_cast import signed_in
from xiezhi.demo.intervals import FILE, lay_intervals
from xiezhi.rules.indicators.catalogue import indicators
from xiezhi.rules.indicators.intervals import read_intervals

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]

MEDIAN = "ops.median_days"
INTERVALS = f"""
[["{MEDIAN}"]]
low = {{low}}
high = 5000
from = 2018-01-01
document_zh = "某院〔2018〕3号"
document_en = "Order 3 of 2018"
"""
HEALTH, INDICATOR = "/situation/health?period=2019Q3", f"/situation/indicator/{MEDIAN}?period=2019Q3"


@pytest.fixture
def file(tmp_path, settings):
    settings.INTERVALS, settings.INTERVALS_NAMED = tmp_path / "intervals.toml", False
    return settings.INTERVALS


def page(province, address):
    answer = signed_in(province.high.trial_management).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("low, state", [(1, "inside"), (4000, "outside")])
def test_the_check_says_where_a_value_lies_and_by_which_document(province, snapshot, file, low, state):
    file.write_text(INTERVALS.format(low=low), encoding="utf-8")
    shown = page(province, HEALTH)
    assert shown.count(f'class="state {state}"') == 1
    assert "某院〔2018〕3号（2018年1月1日起）：审理天数中位数" in shown
    shown = page(province, INDICATOR)
    assert f'class="state {state}"' in shown
    assert "某院〔2018〕3号，2018年1月1日起" in shown


def test_without_a_file_there_is_no_colour_and_no_document(province, snapshot, file):
    shown = page(province, HEALTH)
    assert 'class="state inside"' not in shown
    assert 'class="state outside"' not in shown
    assert "所用区间" not in shown
    assert "参考区间未采用" not in shown
    assert "没有设定指标的参考区间" in page(province, "/status")


def test_a_faulty_file_is_told_on_the_check_and_in_full_on_the_status_page(province, snapshot, file):
    file.write_text(INTERVALS.format(low=1) + "hihg = 1\n", encoding="utf-8")
    shown = page(province, HEALTH)
    assert "参考区间未采用" in shown
    assert 'class="state inside"' not in shown
    assert f"intervals.toml，{MEDIAN}[1].hihg：没有这样的项" in page(province, "/status")


def test_the_status_page_says_how_many_are_in_force(province, file):
    file.write_text(INTERVALS.format(low=1), encoding="utf-8")
    assert "intervals.toml：今天施行1项" in page(province, "/status")


def test_the_command_lists_what_is_in_force_on_a_day(xiezhi, tmp_path):
    path = tmp_path / "draft.toml"
    path.write_text(INTERVALS.format(low=1), encoding="utf-8")
    answer = xiezhi("situation", "intervals", str(path), "--on", "2019-12-31", "--json")
    assert answer.status == 0, answer.err
    told = json.loads(answer.out)
    assert told["intervals"] == [
        {"indicator": MEDIAN, "low": 1.0, "high": 5000.0, "from": "2018-01-01", "to": None, "document_zh": "某院〔2018〕3号",
         "document_en": "Order 3 of 2018"}
    ]  # fmt: skip
    before = xiezhi("situation", "intervals", str(path), "--on", "2017-12-31", "--json")
    assert json.loads(before.out)["intervals"] == []


def test_the_command_lists_those_of_the_installation_in_words(xiezhi, file):
    assert "没有区间文件" in xiezhi("situation", "intervals").out
    file.write_text(INTERVALS.format(low=1), encoding="utf-8")
    answer = xiezhi("situation", "intervals", "--lang", "en")
    assert answer.status == 0, answer.err
    assert MEDIAN in answer.out
    assert "Order 3" in answer.out


def test_the_command_refuses_a_faulty_file(xiezhi, tmp_path):
    path = tmp_path / "draft.toml"
    path.write_text(INTERVALS.format(low=6000), encoding="utf-8")
    answer = xiezhi("situation", "intervals", str(path))
    assert answer.status == 2
    assert f"draft.toml，{MEDIAN}[1].low" in answer.err


def test_the_tests_know_no_intervals_but_their_own():
    assert str(django_settings.INTERVALS) == os.devnull


# --- the demonstration


def test_the_demonstration_has_invented_intervals_that_say_so():
    read = read_intervals(FILE.name, FILE.read_bytes(), indicators())
    assert read.demonstration
    assert len(read.intervals) >= 8
    for interval in (one for some in read.intervals.values() for one in some):
        assert "演示用，非真实文件" in interval.document_zh
        assert "demonstration only" in interval.document_en


def test_the_demonstration_lays_its_file_where_there_is_none(file, settings):
    settings.DEMONSTRATION = True
    assert lay_intervals()
    assert file.read_bytes() == FILE.read_bytes()
    file.write_text("", encoding="utf-8")
    assert not lay_intervals()
    assert file.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize("demonstration, named", [(False, False), (True, True)])
def test_no_invented_intervals_in_real_work_nor_where_a_file_was_named(file, settings, demonstration, named):
    settings.DEMONSTRATION, settings.INTERVALS_NAMED = demonstration, named
    assert not lay_intervals()
    assert not file.exists()
