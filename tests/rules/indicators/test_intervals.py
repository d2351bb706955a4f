"""The reference intervals of an installation: dated, each with its document, read as strictly as the law, and empty by default."""

from datetime import date, timedelta

import pytest

from xiezhi.rules.errors import RuleDataError
from xiezhi.rules.indicators.catalogue import indicators
from xiezhi.rules.indicators.intervals import read_intervals, with_intervals
from xiezhi.rules.language import speak_to

KEY = "ops.in_normal_limit"
FROM, DOCUMENT = "from = 2025-01-01\n", 'document_zh = "某院〔2025〕3号"\n'
TWO = f"""
[["{KEY}"]]
low = 0.9
high = 0.99
from = 2025-01-01
to = 2025-06-30
document_zh = "某院〔2025〕3号"
document_en = "Order 3 of 2025"

[["{KEY}"]]
low = 0.95
from = 2025-07-01
document_zh = "某院〔2025〕20号"
"""


def read(text):
    return read_intervals("intervals.toml", text.encode(), indicators())


def one(*lines, key=KEY):
    return f'[["{key}"]]\n' + "".join(lines)


def merged(text):
    return with_intervals(indicators(), read(text).intervals)


def test_an_interval_changes_in_the_middle_of_a_year_on_its_day():
    indicator = merged(TWO)[KEY]
    assert indicator.interval_on(date(2024, 12, 31)) is None
    assert indicator.interval_on(date(2025, 1, 1)).ends == (0.9, 0.99)
    assert indicator.interval_on(date(2025, 6, 30)).ends == (0.9, 0.99)
    assert indicator.interval_on(date(2025, 7, 1)).ends == (0.95, None)
    assert indicator.interval_on(date(2030, 1, 1)).document == "某院〔2025〕20号"


def test_the_order_of_the_versions_in_the_file_does_not_matter():
    earlier, later = TWO.split("\n\n")
    assert read(later + "\n" + earlier) == read(TWO)


def test_a_document_is_told_in_the_readers_language_and_in_chinese_where_it_has_no_english_name():
    first, second = read(TWO).intervals[KEY]
    with speak_to("en"):
        assert (first.document, second.document) == ("Order 3 of 2025", "某院〔2025〕20号")
    with speak_to("zh"):
        assert first.document == "某院〔2025〕3号"


def test_the_catalogue_itself_stays_as_it_is():
    before = indicators()[KEY]
    assert merged(TWO)[KEY].intervals
    assert indicators()[KEY] is before
    assert not before.intervals


def test_what_the_file_does_not_name_is_not_touched():
    assert all(merged(TWO)[key] is found for key, found in indicators().items() if key != KEY)


@pytest.mark.parametrize("text", ["", "\ufeff", "# nothing\r\n", f'"{KEY}" = []'])
def test_an_empty_file_sets_nothing(text):
    assert merged(text)[KEY].intervals == ()


def test_whole_numbers_and_what_an_editor_adds_are_read():
    found = read("\ufeff" + one("low = 0\n", "high = 1\n", FROM, DOCUMENT).replace("\n", "\r\n"))
    assert found.intervals[KEY][0].ends == (0.0, 1.0)


def test_between_two_versions_there_may_be_days_without_any():
    indicator = merged(TWO.replace("2025-07-01", "2025-08-01"))[KEY]
    assert indicator.interval_on(date(2025, 7, 15)) is None


def test_days_meet_exactly_or_overlap():
    for days, sound in ((1, True), (0, False), (-1, False)):
        text = TWO.replace("2025-07-01", str(date(2025, 6, 30) + timedelta(days)))
        if sound:
            read(text)
        else:
            with pytest.raises(RuleDataError, match="重叠"):
                read(text)


FAULTS = {
    "no such indicator": (one("low = 0.9\n", FROM, DOCUMENT, key="ops.no_such"), "ops.no_such", "no such indicator"),
    "id without quotes": (f"[[{KEY}]]\nlow = 0.9\n", "ops", "in quotes"),
    "only describes": (one("low = 0.9\n", FROM, DOCUMENT, key="flow.clearance"), "flow.clearance", "only describes"),
    "one table": (f'["{KEY}"]\nlow = 0.9\n', KEY, "expected list"),
    "a bare key": ("low = 0.9\n", "low", "no such indicator"),
    "no end": (one(FROM, DOCUMENT), f"{KEY}[1].low", "low or high"),
    "ends exchanged": (one("low = 0.9\n", "high = 0.8\n", FROM, DOCUMENT), f"{KEY}[1].low", "exchange"),
    "per cent": (one("low = 90\n", FROM, DOCUMENT), f"{KEY}[1].low", "write 0.9 for 90 %"),
    "per cent below a share": (one("low = 93\n", "high = 0.99\n", FROM, DOCUMENT), f"{KEY}[1].low", "write 0.9 for 90 %"),
    "negative days": (one("low = -1\n", FROM, DOCUMENT, key="ops.mean_days"), "ops.mean_days[1].low", "negative"),
    "no number": (one('low = "0.9"\n', FROM, DOCUMENT), f"{KEY}[1].low", "expected a number"),
    "a truth": (one("low = true\n", FROM, DOCUMENT), f"{KEY}[1].low", "expected a number"),
    "not a number": (one("low = nan\n", FROM, DOCUMENT), f"{KEY}[1].low", "expected a number"),
    "without end": (one("high = inf\n", FROM, DOCUMENT), f"{KEY}[1].high", "expected a number"),
    "no day": (one("low = 0.9\n", DOCUMENT), f"{KEY}[1].from", "missing"),
    "a day as text": (one("low = 0.9\n", 'from = "2025-01-01"\n', DOCUMENT), f"{KEY}[1].from", "expected date"),
    "a moment": (one("low = 0.9\n", "from = 2025-01-01T00:00:00\n", DOCUMENT), f"{KEY}[1].from", "expected date"),
    "ends before it begins": (one("low = 0.9\n", FROM, "to = 2024-12-31\n", DOCUMENT), f"{KEY}[1].to", "correct the days"),
    "no document": (one("low = 0.9\n", FROM), f"{KEY}[1].document_zh", "missing"),
    "an empty document": (one("low = 0.9\n", FROM, 'document_zh = " "\n'), f"{KEY}[1].document_zh", "name the document"),
    "a misspelt key": (one("low = 0.9\n", FROM, DOCUMENT, "hihg = 1.0\n"), f"{KEY}[1].hihg", "no such key"),
    "never in force": (one("low = 0.1\n", FROM, DOCUMENT, key="cn2024.extension"), "cn2024.extension[1].from", "never count"),
    "a number of 400 digits": (one(f"low = {'9' * 400}\n", FROM, DOCUMENT), f"{KEY}[1].low", "expected a number"),
    "a number of 5000 digits": (one(f"low = {'9' * 5000}\n", FROM, DOCUMENT), "TOML", "cannot be parsed"),
    "thousands of digits to the base 16": (one(f"low = 0x{'f' * 5000}\n", FROM, DOCUMENT), f"{KEY}[1].low", "expected a number, found …"),
    "such a number for a document": (one("low = 0.9\n", FROM, f"document_zh = 0x{'f' * 5000}\n"), f"{KEY}[1].document_zh", "expected str"),
    "no TOML": ("[[", "TOML", "cannot be parsed"),
}  # fmt: skip


@pytest.mark.parametrize("text, key, what", FAULTS.values(), ids=FAULTS)
def test_a_fault_names_the_file_the_key_and_what_to_do(text, key, what):
    with pytest.raises(RuleDataError) as fault:
        read(text)
    assert fault.value.file == "intervals.toml"
    assert key in fault.value.key
    assert what in fault.value.en
    assert any("\u4e00" <= letter <= "\u9fff" for letter in fault.value.zh)


def test_a_file_of_another_encoding_is_told_so():
    with pytest.raises(RuleDataError, match="UTF-8"):
        read_intervals("intervals.toml", one("low = 0.9\n", FROM, DOCUMENT).encode("gbk"), indicators())


def test_an_interval_belongs_to_an_indicator_and_not_to_its_variants():
    variant = next(two.formula.key for found in indicators().values() for two in found.variants)
    with pytest.raises(RuleDataError) as fault:
        read(one("low = 0.9\n", FROM, DOCUMENT, key=variant))
    assert "that of its indicator" in fault.value.en


def test_a_day_for_which_the_catalogue_gives_an_interval_is_taken():
    given = with_intervals(indicators(), read(TWO).intervals)
    text = one("low = 0.8\n", "from = 2026-01-01\n", DOCUMENT).encode()
    with pytest.raises(RuleDataError, match="目录"):
        read_intervals("intervals.toml", text, given)
