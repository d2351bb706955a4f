"""While newer facts are being computed, pages show the last answer as what it is: known at its own moment, its links into its own facts."""

import re
from datetime import date, timedelta
from html import unescape

import pyarrow as pa
import pyarrow.parquet
import pytest

from tests.cast import TODAY, found_province, moment
from tests.facts_cases import a_fact
from tests.site_cast import signed_in
from xiezhi.record import jobs
from xiezhi.record.facts.writing import CURRENT, PAST
from xiezhi.record.models import Job
from xiezhi.record.models.shared import new_id
from xiezhi.rules.indicators.columns import fact_columns
from xiezhi.work.situation import snapshot_files as files
from xiezhi.work.situation.facts.table import TYPES
from xiezhi.work.situation.long_work import HANDLERS
from xiezhi.work.situation.models import Snapshot

pytestmark = pytest.mark.usefixtures("plain_files")
NEWER_WAITS = "新的正在计算"
CLEARANCE = "/situation/indicator/flow.clearance"


@pytest.fixture
def province(db, settings, tmp_path):
    settings.FACTS = tmp_path / "facts"
    return found_province()


def facts(province, hours, of_each, kind=Snapshot.INCREMENTAL):
    """Facts of so many hours ago: of each court so many cases a month, closed after forty days."""
    from ibis.expr.schema import Schema

    rows = []
    for house in province.houses:
        for month in range(1, 10):
            filed = [date(2019, month, 1 + day % 28) for day in range(of_each)]
            rows += [a_fact(house, one, one + timedelta(days=40)) for one in filed]
            rows += [a_fact(house, date(2018, month, 1), date(2018, month + 2, 1)) for _ in range(of_each)]
    schema = Schema({name: TYPES[column.kind] for name, column in fact_columns().items()}).to_pyarrow()
    key, known = new_id(), moment(TODAY) - timedelta(hours=hours)
    files.root()
    files.folder_of(key).mkdir()
    for name, told in ((CURRENT, rows), (PAST, [])):
        pyarrow.parquet.write_table(pa.Table.from_pylist(told, schema), files.folder_of(key) / name)
    Snapshot.objects.create(
        pk=key, kind=kind, known_at=known, taken_at=known, cases=len(rows), rows=len(rows), digest=""
    )
    return str(key)


def drawn_into(answer):
    """The snapshots that the drawings of a page lead to."""
    drawn = "".join(str(chart.drawing) for chart in answer.context["charts"])
    return set(re.findall(r"snapshot=([0-9a-f-]{36})", unescape(drawn)))


@pytest.mark.parametrize("address", [CLEARANCE, "/situation/times", "/situation/forecast", "/situation/"])
def test_an_earlier_answer_is_labelled_until_the_newer_one_is_there(province, address):
    client, asked = signed_in(province.high.trial_management), {"period": "2019Q3"}
    facts(province, 2, 3)
    client.get(address, asked)
    while jobs.work_off(HANDLERS):
        pass
    assert NEWER_WAITS not in client.get(address, asked).content.decode()
    facts(province, 0, 4)
    assert NEWER_WAITS in client.get(address, asked).content.decode()
    while jobs.work_off(HANDLERS):
        pass
    assert NEWER_WAITS not in client.get(address, asked).content.decode()


def test_numbers_of_an_earlier_answer_open_their_own_cases(province):
    client, asked = signed_in(province.high.trial_management), {"period": "2019Q3"}
    earlier = facts(province, 2, 3)
    client.get(CLEARANCE, asked)
    assert jobs.work_off(HANDLERS)
    newer = facts(province, 0, 4)
    answer = client.get(CLEARANCE, asked)
    assert drawn_into(answer) == {earlier}
    assert newer in answer.content.decode()  # of the page itself
    assert jobs.work_off(HANDLERS)
    assert drawn_into(client.get(CLEARANCE, asked)) == {newer}


def test_a_past_day_is_never_drawn_as_of_now(province):
    client, asked = signed_in(province.high.trial_management), {"period": "2019Q3"}
    past = facts(province, 48, 3, Snapshot.AS_KNOWN)
    client.get(CLEARANCE, asked | {"snapshot": past})
    facts(province, 0, 4)
    client.get(CLEARANCE, asked | {"snapshot": past})
    assert jobs.work_off(HANDLERS)
    answer = client.get(CLEARANCE, asked)
    assert NEWER_WAITS not in answer.content.decode() and past not in answer.content.decode()


@pytest.mark.parametrize("address", [CLEARANCE, "/situation/times", "/situation/forecast", "/situation/"])
def test_where_the_newer_one_failed_the_page_says_so_beside_the_earlier_answer(province, address):
    client, asked = signed_in(province.high.trial_management), {"period": "2019Q3"}
    facts(province, 2, 3)
    client.get(address, asked)
    while jobs.work_off(HANDLERS):
        pass
    facts(province, 0, 4)
    client.get(address, asked)
    Job.objects.filter(state="waiting").update(state="failed", fault_zh="内存不足", fault_en="out of memory")
    page = client.get(address, asked).content.decode()
    assert "新的没有算成" in page and NEWER_WAITS not in page


def test_an_overview_without_any_curve_says_that_it_failed(province):
    client, asked = signed_in(province.high.trial_management), {"period": "2019Q3"}
    facts(province, 0, 3)
    client.get("/situation/", asked)
    Job.objects.update(state="failed", fault_zh="内存不足", fault_en="out of memory")
    assert "曲线没有算成" in client.get("/situation/", asked).content.decode()
