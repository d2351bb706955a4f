"""Files of every kind give the same rows, in every encoding; what a person says overrides every guess."""

import gzip
import io
import json
from datetime import date

import pytest

from tests.record.intake.bad_files import ods, ods_row, workbook
from xiezhi.record.errors import InputError
from xiezhi.record.intake.files.lines import lines
from xiezhi.record.intake.files.opening import open_table
from xiezhi.record.intake.files.table import Reading
from xiezhi.record.intake.files.xlsx import column_letters, column_place

HEADING, ROW = ["案号", "原告"], ["（2019）示0102民初1号", "马晓燕"]
TEXT = f"{','.join(HEADING)}\n{','.join(ROW)}\n"


def read(contents, **reading):
    table = open_table(io.BytesIO(contents), len(contents), Reading(**reading))
    return table, [row.cells for row in table.rows]


@pytest.mark.parametrize(
    "contents",
    [
        TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), TEXT.encode("gb18030"), TEXT.encode("utf-16"), TEXT.encode("utf-16-le"), TEXT.encode("utf-16-be"),
        ("\ufeff" + TEXT).encode("utf-16-be"), gzip.compress(TEXT.encode()), gzip.compress(TEXT.encode("gb18030")), TEXT.replace(",", "\t").encode(),
        TEXT.replace(",", ";").encode(), TEXT.replace(",", "|").encode(), TEXT.replace("\n", "\r\n").encode(), TEXT.replace("\n", "\r").encode(),
        TEXT.strip().encode(),
        json.dumps(dict(zip(HEADING, ROW)), ensure_ascii=False).encode(), json.dumps([dict(zip(HEADING, ROW))]).encode(),
        workbook(ROW, columns=tuple(HEADING)), ods(ods_row(HEADING) + ods_row(ROW)),
    ],
    ids=lambda contents: "",  # compressed files hold the time of their making, and the processes of a test run compare names
)  # fmt: skip
def test_the_same_rows_come_out_of_every_kind_of_file(contents):
    table, rows = read(contents)
    assert (table.columns, rows) == (HEADING, [ROW]) and table.share() == 1.0


def test_a_first_chinese_sign_far_behind_the_beginning_still_tells_the_encoding():
    text = "a,b\n" + "1,2\n" * 60_000 + "马晓燕,2\n"
    for encoding in ("utf-8", "gb18030"):
        table, rows = read(text.encode(encoding))
        assert table.encoding == encoding and rows[-1] == ["马晓燕", "2"]


def test_what_a_person_says_overrides_the_guess():
    assert read(TEXT.encode("gb18030"), encoding="GBK")[1] == [ROW]
    assert read(b"a;b,c\n1;2,3\n", delimiter=",")[0].columns == ["a;b", "c"]
    assert read(TEXT.encode(), heading=0)[1] == [HEADING, ROW]
    assert read(b"x,y\n1,2\n3,4\n", heading=2)[0].columns == ["1", "2"]
    assert read(b"a,b,c\n1\n", ragged=True)[1] == [["1", None, None]]
    with pytest.raises(InputError):
        read(TEXT.encode(), encoding="klingon")
    with pytest.raises(InputError):
        read(TEXT.encode(), heading=9)
    with pytest.raises(InputError):
        read(workbook(ROW, columns=tuple(HEADING)), sheet="没有")


def test_cells_of_a_workbook_keep_their_kind():
    _, rows = read(workbook([date(2019, 3, 1), 1.5, 7, True, "x"], columns=("a", "b", "c", "d", "e")))
    assert rows == [[date(2019, 3, 1), 1.5, 7, True, "x"]]
    assert read(workbook([date(2019, 3, 1)], columns=("a",), date_1904=True))[1] == [[date(2019, 3, 1)]]


def test_another_sheet_is_read_when_it_is_asked_for():
    def add(book, sheet):
        other = book.add_worksheet("二")
        other.write_row(0, 0, HEADING)
        other.write_row(1, 0, ROW)

    table, rows = read(workbook(["1"], columns=("别的",), change=add), sheet="二")
    assert (table.sheets, rows) == (("案件", "二"), [ROW])


def test_letters_of_columns():
    assert [column_letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(column_place(column_letters(place)) == place for place in range(2_000))


def test_parquet_gives_its_columns_and_days():
    import pyarrow as pa
    from pyarrow import parquet

    target = io.BytesIO()
    parquet.write_table(
        pa.table({"a": [1, 2], "b": [date(2019, 3, 1), None], "c": [{"x": 1}, None], "d": ["x", "y"]}), target
    )
    table, rows = read(target.getvalue())
    assert table.columns == ["a", "b", "c", "d"] and rows == [
        [1, date(2019, 3, 1), '{"x": 1}', "x"],
        [2, None, None, "y"],
    ]


def test_a_quoted_cell_may_have_several_lines():
    assert read(b'a,b\n"x\ny",2\n3,4\n')[1] == [["x\ny", "2"], ["3", "4"]]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7])
def test_lines_are_the_same_however_the_bytes_arrive(size):
    contents = "a\r\nb\rc\n\n马\r\r\nd".encode()
    parts = (contents[place : place + size] for place in range(0, len(contents), size))
    assert [line.text for line in lines(parts, "utf-8", 100)] == [
        "a\r\n",
        "b\r",
        "c\n",
        "\n",
        "马\r",
        "\r\n",
        "d",
    ]


def test_a_line_that_is_too_long_takes_its_own_place_only():
    parts = iter([b"a\n", b"x" * 50, b"y" * 60, b"z\nb\n" + b"w" * 120])
    told = [(line.text, line.fault is not None) for line in lines(parts, "utf-8", 100)]
    assert told == [("a\n", False), ("", True), ("b\n", False), ("", True)]
