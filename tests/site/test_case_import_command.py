"""Importing on the command line: the operator brings in cases, logs and judgments; the exit status says whether every row was recorded."""

import gzip
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Province, found_province
from tests.site.conftest import Xiezhi
from tests.site.imports.files import row, table
from xiezhi.record import jobs
from xiezhi.record.intake import run as intake
from xiezhi.record.intake.models import Import, ImportRow, SavedMapping
from xiezhi.record.models import Case, Event

pytestmark = pytest.mark.django_db

DOCUMENT = """河西市临川区人民法院
刑事判决书
（2019）示0102刑初12号
公诉机关河西市临川区人民检察院。
被告人马某，男，1980年1月1日出生。
河西市临川区人民检察院以临检公诉刑诉〔2019〕10号起诉书指控被告人马某犯盗窃罪，于2019年3月1日向本院提起公诉。本院受理后，依法适用简易程序，公开开庭审理了本案。现已审理终结。
经审理查明，被告人马某窃得手机一部。
本院认为，被告人马某的行为已构成盗窃罪。依照《中华人民共和国刑法》第二百六十四条之规定，判决如下：
被告人马某犯盗窃罪，判处拘役四个月，并处罚金人民币一千元。
审判员陆知衡
二〇一九年三月十五日
书记员叶澜
"""


@pytest.fixture
def province(own_files: None) -> Province:
    return found_province()


@pytest.fixture
def own_files(settings: Any, tmp_path: Path) -> None:
    kept = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "kept"},
    }
    settings.STORAGES = settings.STORAGES | {"documents": kept}
    settings.INTAKE_PROCESSES = 1


def written(tmp_path: Path, contents: bytes, name: str = "cases.csv") -> str:
    path = tmp_path / name
    path.write_bytes(contents)
    return str(path)


def test_good_rows_become_cases_of_the_source(xiezhi: Xiezhi, province: Province, tmp_path: Path) -> None:
    answer = xiezhi("case", "import", written(tmp_path, table([row(1), row(2)])), "--source", "旧系统")
    assert (answer.status, answer.err) == (0, "")
    assert "已登记 2" in answer.out
    assert "列名“立案日期”" in answer.out, "the guess is told"
    assert Case.objects.count() == 2
    assert set(Event.objects.values_list("source", flat=True)) == {"旧系统"}
    assert not Event.objects.exclude(officer=None).exists()


def test_rows_in_quarantine_end_with_status_one_and_their_reasons(
    xiezhi: Xiezhi, province: Province, tmp_path: Path
) -> None:
    rows = [row(1), row(2, 立案日期="2019-02-30"), row(3, 受理法院="无此法院")]
    result = tmp_path / "out.csv"
    answer = xiezhi("--lang", "en", "case", "import", written(tmp_path, table(rows)), "--result", str(result))
    assert answer.status == 1
    assert "quarantined 2" in answer.out
    assert "line 3" in answer.err
    assert "line 4" in answer.err
    told = result.read_text(encoding="utf-8-sig").splitlines()
    assert len(told) == 4
    assert "quarantined" in told[2]


def test_the_same_file_again_adds_nothing(xiezhi: Xiezhi, province: Province, tmp_path: Path) -> None:
    file = written(tmp_path, table([row(1)]))
    xiezhi("case", "import", file)
    answer = xiezhi("case", "import", file)
    assert answer.status == 0
    assert "无变化 1" in answer.out
    assert "沿用对照第1版" in answer.out
    assert Case.objects.count() == 1


def test_a_dry_run_writes_nothing_at_all(xiezhi: Xiezhi, province: Province, tmp_path: Path) -> None:
    answer = xiezhi("case", "import", written(tmp_path, table([row(1), row(2, 立案日期="x")])), "--dry-run")
    assert answer.status == 1
    assert "可以登记1，要隔离1" in answer.out
    assert not Case.objects.exists()
    assert not Import.objects.exists()
    assert not SavedMapping.objects.exists()
    assert not [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]


def test_the_guessed_mapping_is_printed_edited_and_used(
    xiezhi: Xiezhi, province: Province, tmp_path: Path
) -> None:
    file = written(tmp_path, table([row(1, 适用程序='小"额\\'), row(2)]))
    printed = xiezhi("case", "mapping", file)
    assert printed.status == 0
    told = tomllib.loads(printed.out)
    assert {rule["field"] for rule in told["rules"]} >= {"number", "court", "cause", "filed_on", "procedure"}
    assert "# 立案日期；列名“立案日期”" in printed.out
    meant = '"小\\"额\\\\" = "civil.first.small_claims"\n'
    column = 'columns = ["适用程序"]\n'
    edited = printed.out.replace(column, f"{column}[rules.codes]\n{meant}")
    assert edited != printed.out
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(edited, encoding="utf-8")
    answer = xiezhi("case", "import", file, "--mapping", str(mapping))
    assert answer.status == 0, answer.err
    assert set(Case.objects.values_list("procedure", flat=True)) == {
        "civil.first.small_claims",
        "civil.first.ordinary",
    }


def test_a_mapping_of_another_source_is_used_by_its_name(
    xiezhi: Xiezhi, province: Province, tmp_path: Path
) -> None:
    xiezhi("case", "import", written(tmp_path, table([row(1)])), "--source", "一")
    answer = xiezhi(
        "case", "import", written(tmp_path, table([row(2)]), "b.csv"), "--source", "二", "--mapping", "一"
    )
    assert answer.status == 0
    assert Case.objects.count() == 2
    refused = xiezhi("case", "import", written(tmp_path, table([row(3)])), "--mapping", "三")
    assert refused.status == 2
    assert "没有对照" in refused.err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("m.toml", "rules = ["),
        ("m.json", "{"),
        ("m.toml", 'shape = "nonsense"'),
        ("m.toml", "unknown = 1"),
        ("m.json", "[]"),
    ],
)
def test_a_mapping_that_is_none_is_refused_in_words(
    xiezhi: Xiezhi, province: Province, tmp_path: Path, name: str, content: str
) -> None:
    mapping = tmp_path / name
    mapping.write_text(content, encoding="utf-8")
    answer = xiezhi("case", "import", written(tmp_path, table([row(1)])), "--mapping", str(mapping))
    assert answer.status == 2
    assert answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("contents", [b"", b"\x89PNG\r\n\x1a\n\0\0\0\0", b"PK\x03\x04x"])
def test_what_is_no_table_is_refused(
    xiezhi: Xiezhi, province: Province, tmp_path: Path, contents: bytes
) -> None:
    answer = xiezhi("case", "import", written(tmp_path, contents))
    assert answer.status == 2
    assert len(answer.err.splitlines()) == 1
    assert not Import.objects.exists()


def test_judgments_are_known_by_their_text(xiezhi: Xiezhi, province: Province, tmp_path: Path) -> None:
    file = tmp_path / "judgments.jsonl.gz"
    lines = [json.dumps({"doc_id": "d1", "text": DOCUMENT}, ensure_ascii=False), "not json"]
    file.write_bytes(gzip.compress("\n".join(lines).encode()))
    answer = xiezhi("case", "import", str(file))
    assert answer.status == 1, answer.err
    assert Case.objects.get().number == "（2019）示0102刑初12号"
    assert list(ImportRow.objects.order_by("line").values_list("standing", flat=True)) == [
        "recorded",
        "unreadable",
    ]


def test_a_broken_off_import_goes_on_where_it_stopped(
    xiezhi: Xiezhi, province: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, table([row(serial) for serial in range(1, 6)]))
    monkeypatch.setattr(intake, "ROWS", 2)
    reports = jobs.Run.report

    def break_off(run: jobs.Run, done: int, total: int | None = None, *, problems: int = 0) -> None:
        reports(run, done, total, problems=problems)
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs.Run, "report", break_off)
    broken = xiezhi("case", "import", file)
    assert broken.status == 130
    assert "再运行同样的命令" in broken.err
    assert Case.objects.count() == 2
    assert Import.objects.get().standing == Import.STOPPED
    monkeypatch.setattr(jobs.Run, "report", reports)
    again = xiezhi("case", "import", file)
    assert again.status == 0, again.err
    assert "接着登记" in again.out
    assert Case.objects.count() == 5
    assert Import.objects.count() == 1
    assert set(ImportRow.objects.values_list("standing", flat=True)) == {"recorded"}


def test_a_file_that_is_not_there_and_a_wrong_result_name_are_told(
    xiezhi: Xiezhi, province: Province, tmp_path: Path
) -> None:
    assert xiezhi("case", "import", str(tmp_path / "nowhere.csv")).status == 2
    answer = xiezhi("case", "import", written(tmp_path, table([row(1)])), "--result", "out.exe")
    assert answer.status == 2
    assert "--result" in answer.err
    assert not Import.objects.exists()


# --- series


FLOW = "court,year,new,closed,pending\nA,2018,1000,900,500\nA,2019,1000,950,700\n"


def test_a_series_is_kept_and_its_warnings_told(xiezhi: Xiezhi, province: Province, tmp_path: Path) -> None:
    answer = xiezhi(
        "series", "import", written(tmp_path, FLOW.encode()), "--name", "各州", "--source", "年报"
    )
    assert (answer.status, answer.err) == (0, "")
    assert "“各州”第1版已保存" in answer.out
    assert "相差+150" in answer.out
    assert "各州" in xiezhi("series", "list").out
    assert "700" in xiezhi("series", "show", "各州").out
    assert xiezhi("series", "show", "无").status == 2
    assert not Case.objects.exists()


def test_lines_of_a_series_that_cannot_be_read_are_named(
    xiezhi: Xiezhi, province: Province, tmp_path: Path
) -> None:
    answer = xiezhi("--lang", "en", "series", "import", written(tmp_path, (FLOW + "A,20x,1,2,3\n").encode()))
    assert answer.status == 1
    assert "line 4 left out" in answer.err


def test_a_layout_and_named_columns_say_which_column_is_what(
    xiezhi: Xiezhi, province: Province, tmp_path: Path
) -> None:
    file = written(tmp_path, b"a,b,c\nA,2018,7\n")
    assert xiezhi("series", "import", file).status == 2
    assert (
        xiezhi("series", "import", file, "--unit", "a", "--year", "b", "--new", "c", "--dry-run").status == 0
    )
    layout = tmp_path / "layout.toml"
    layout.write_text('unit = "a"\nyear = "b"\n[measures]\nnew = "c"\n')
    assert xiezhi("series", "import", file, "--layout", str(layout)).status == 0
    told = [json.loads(line) for line in xiezhi("series", "show", "cases", "--json").out.splitlines()]
    assert told[0] == {"unit": "A", "year": 2018, "measure": "new", "value": 7, "line": 2}
