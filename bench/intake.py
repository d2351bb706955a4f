"""Intake from end to end: 100,000 rows of 40 columns from a CSV file through a mapping into cases with their events, rows and deadlines.

Two processes record side by side. Beside the limit, COPY of the rows that were written, already made, into bare tables. An installation of its own
under var/bench-intake, with a few cases of the demonstration; `XIEZHI_BENCH_ROWS` sets another number of rows.
"""

import csv
import io
import os
import resource
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psutil

from measuring import heading, row

ROWS = int(os.environ.get("XIEZHI_BENCH_ROWS", "100000"))
GOAL, MOST_MEGABYTES = 3_000.0, 500.0
FOLDER = Path(__file__).resolve().parents[1] / "var" / "bench-intake"
FIRST = date(2025, 1, 6)
FILLERS = 28
TABLES = (
    "record_case",
    "record_event",
    "record_payload",
    "record_caseparty",
    "intake_importrow",
    "intake_delivered",
    "deadlines_deadline",
)


@contextmanager
def installation() -> Iterator[None]:
    """Django over a fresh installation with the demonstration's courts."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    os.environ |= {"XIEZHI_VAR": str(FOLDER), "DJANGO_SETTINGS_MODULE": "xiezhi.project.settings"}
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from django.utils import timezone

    from xiezhi.demo.load import load
    from xiezhi.project import postgres
    from xiezhi.project.database import migrate

    try:
        migrate()
        load(20191016, 500, date(2026, 11, 26), timezone.now(), progress=lambda done, total: None)
        yield
    finally:
        from django.db import connections

        connections.close_all()
        postgres.stop()
        shutil.rmtree(FOLDER, ignore_errors=True)


def file_of(court: str, code: str, count: int) -> bytes:
    """The rows: a docket of civil cases, most of them closed, with parties, amounts and columns nobody maps."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = [
        "编号",
        "案号",
        "法院",
        "案由",
        "程序",
        "收案日期",
        "立案日期",
        "结案日期",
        "结案方式",
        "原告",
        "被告",
        "标的额",
    ]
    writer.writerow([*names, *(f"附加{place}" for place in range(FILLERS))])
    for serial in range(1, count + 1):
        filed = FIRST + timedelta(days=serial % 400)
        closed = filed + timedelta(days=20 + serial % 150)
        ended = [closed.isoformat(), "判决" if serial % 3 else "调解"] if serial % 10 else ["", ""]
        writer.writerow([
            f"K{serial}", f"（{filed.year}）{code}民初{900_000 + serial}号", court, "买卖合同纠纷", "普通程序", filed.isoformat(),
            f"{filed.year}/{filed.month}/{filed.day}",
            *ended, f"欧阳{serial}", f"示范机电{serial}有限公司、万俟{serial}", f"{serial}.50", *(f"值{serial}-{place}" for place in range(FILLERS)),
        ])  # fmt: skip
    return text.getvalue().encode()


def mapping() -> Any:
    """The mapping of the file."""
    from xiezhi.record.intake.mapping.values import Mapping, Rule

    single = {
        "external_id": "编号", "number": "案号", "court": "法院", "cause": "案由", "received_on": "收案日期", "filed_on": "立案日期", "closed_on": "结案日期",
        "outcome": "结案方式", "party.plaintiff": "原告", "party.defendant": "被告", "amount": "标的额",
    }  # fmt: skip
    rules = [Rule(field=field, columns=(column,)) for field, column in single.items()]
    rules.append(Rule(field="procedure", columns=("程序",), codes={"普通程序": "civil.first.ordinary"}))
    return Mapping(rules=(*rules, Rule(field="closing_way", constant="pronounced")))


class Peak:
    """The most memory that this process and its children held together, shared pages counted once."""

    def __enter__(self) -> "Peak":
        self.most, self._over = 0, threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        own = psutil.Process()
        while not self._over.wait(0.2):
            held = 0
            for process in (own, *own.children()):
                try:
                    if "postgres" not in process.name():
                        held += process.memory_full_info().uss
                except psutil.Error:
                    continue
            self.most = max(self.most, held)


def copy_again() -> tuple[float, int]:
    """The limit: seconds that COPY takes for the rows of every table written, and how many they are."""
    from django.db import connection

    from xiezhi.project.database import as_owner

    took, count = 0.0, 0
    with as_owner(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TEMP TABLE again (LIKE {table})")
            with cursor.cursor.copy(f"COPY {table} TO STDOUT") as copy:
                lines = [bytes(line) for line in copy]
            began = time.perf_counter()
            with cursor.cursor.copy("COPY again FROM STDIN") as copy:
                for line in lines:
                    copy.write(line)
            took += time.perf_counter() - began
            count += len(lines)
            cursor.execute("DROP TABLE again")
    return took, count


def main() -> None:
    from django.utils import timezone

    from xiezhi.record import jobs
    from xiezhi.record.intake import actions, queries, run
    from xiezhi.record.models import Court

    court = Court.objects.filter(level="basic").first()
    assert court is not None
    now = timezone.now()
    contents = file_of(court.name, court.code, ROWS)
    heading(f"Intake: {ROWS:,} rows, {12 + FILLERS} columns, {len(contents) / 1e6:.0f} MB of CSV")
    actions.make_source("bench", "bench", by=None, at=now)
    saved = actions.save_mapping("bench", mapping(), by=None, at=now)
    of = actions.receive(io.BytesIO(contents), "bench.csv", "bench", by=None, at=now)
    del contents
    actions.start(of.pk, saved.pk, by=None, at=now)
    used = (
        resource.getrusage(resource.RUSAGE_SELF).ru_utime
        + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    )
    began = time.perf_counter()
    with Peak() as peak:
        jobs.work_off({run.KIND: run.run})
    took = time.perf_counter() - began
    used = (
        resource.getrusage(resource.RUSAGE_SELF).ru_utime
        + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        - used
    )
    of.refresh_from_db()
    found = queries.counts(of)
    assert found == {"recorded": ROWS}, (found, of.fault_en)
    seconds, rows = copy_again()
    row(
        "rows from file to record",
        ROWS / took,
        "rows/s",
        f"goal ≥ {GOAL:,.0f}",
        f"limit, COPY of the {rows:,} rows written: {ROWS / seconds:,.0f} rows/s",
    )
    row("processor time in Python", used / ROWS * 1e6, "µs/row")
    row("memory of all processes", peak.most / 1e6, "MB", f"goal ≤ {MOST_MEGABYTES:,.0f}")


if __name__ == "__main__":
    with installation():
        main()
