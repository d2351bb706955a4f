"""The demonstration province into the record: courts and people by tables, cases through the ledger's bulk doorway.

Two processes share the cases; each tells its own part of them, so nothing large travels between processes.
"""

import multiprocessing
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from xiezhi.demo.intervals import lay_intervals
from xiezhi.demo.model import SOURCE
from xiezhi.demo.process import run_part
from xiezhi.demo.province import Province, generate
from xiezhi.record import models
from xiezhi.record.errors import InputError
from xiezhi.record.name_keys import name_key

PASSWORD = "xiezhi-demo"
LOOK = 0.5  # seconds between two looks at how far the processes are

Progress = Callable[[int, int], None]


def load(
    seed: int, cases: int, today: date, at: datetime, *, progress: Progress, processes: int = 2
) -> Province:
    """Fill an empty record with the province of a seed. `at` is the moment of loading. Raises InputError when the record is not
    empty, or when a case of the generator does not pass the ledger's checks."""
    if is_cut_off():
        raise InputError(
            "上次装入演示省时中断，数据不完整，也无人可登录；请用空库重来：删去数据文件夹（XIEZHI_VAR，默认 var），或者清空 DATABASE_URL 的数据库",
            "a former load of the demonstration was cut off: it is not whole and nobody can sign in; begin with an empty record: "
            "remove the data folder (XIEZHI_VAR, by default var), or empty the database of DATABASE_URL",
        )
    if models.Court.objects.exists():
        raise InputError(
            "数据库里已有法院；演示省只装入空库",
            "there are courts already; the demonstration loads into an empty record",
        )
    province = generate(seed, cases, today)
    _load_frame(province)
    _load_cases(province, cases, at, progress, processes)
    make_accounts(province)
    lay_intervals()
    _gather_statistics()
    return province


def is_cut_off() -> bool:
    """Whether a load ended before its last step, the accounts: courts of the demonstration, and nobody who could sign in."""
    return models.Court.objects.filter(source=SOURCE).exists() and not models.Account.objects.exists()


def _load_frame(province: Province) -> None:
    """Courts, divisions, rooms, officers, posts."""
    demo = {"source": SOURCE}
    models.Court.objects.bulk_create(
        models.Court(
            id=court.id, code=court.code, name=court.name, name_en=court.name_en, level=court.level,
            parent_id=court.parent_id, place=place, first_on=court.first_on, last_on=court.last_on,
            external_ref=court.code or str(court.id), **demo,
        )
        for place, court in enumerate(province.courts)
    )  # fmt: skip
    merged = [
        models.Court(id=court.id, successor_id=court.successor_id)
        for court in province.courts
        if court.successor_id
    ]
    models.Court.objects.bulk_update(merged, ["successor"])
    models.CourtName.objects.bulk_create(
        models.CourtName(
            court_id=old.court_id, name=old.name, code=old.code, first_on=old.first_on, last_on=old.last_on
        )
        for old in province.court_names
    )
    models.Division.objects.bulk_create(
        models.Division(
            id=part.id, court_id=part.court_id, name=part.name, name_en=part.name_en, kind=part.kind, place=part.place,
            first_on=part.first_on, last_on=part.last_on, external_ref=str(part.id), **demo,
        )
        for part in province.divisions
    )  # fmt: skip
    models.Room.objects.bulk_create(
        models.Room(id=room.id, court_id=room.court_id, name=room.name, external_ref=str(room.id), **demo)
        for room in province.rooms
    )
    models.Officer.objects.bulk_create(
        models.Officer(
            id=officer.id, staff_number=officer.staff_number, name=officer.name,
            name_key=name_key(officer.name), external_ref=officer.staff_number, **demo,
        )
        for officer in province.officers
    )  # fmt: skip
    models.Post.objects.bulk_create(
        models.Post(
            id=post.id, officer_id=post.officer_id, court_id=post.court_id, division_id=post.division_id, role=post.role,
            first_on=post.first_on, last_on=post.last_on, appointment=post.appointment, external_ref=str(post.id), **demo,
        )
        for post in province.posts
    )  # fmt: skip


def _load_cases(province: Province, cases: int, at: datetime, progress: Progress, processes: int) -> None:
    spawn = multiprocessing.get_context("spawn")
    done = spawn.Value("q", 0)
    faults: Any = spawn.Queue()
    workers = [
        spawn.Process(
            target=run_part, args=(province.seed, cases, province.today, at, part, processes, done, faults)
        )
        for part in range(processes)
    ]
    for worker in workers:
        worker.start()
    try:
        while any(worker.is_alive() for worker in workers):
            progress(done.value, cases)
            time.sleep(LOOK)
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()
    progress(done.value, cases)
    told = [faults.get() for _ in range(faults.qsize())]
    if told or any(worker.exitcode for worker in workers):
        first = told[0] if told else "process ended"
        raise InputError(f"演示案件未能装入：{first}", f"demonstration cases could not be loaded: {first}")


def make_accounts(province: Province) -> None:
    """The accounts of the cast, one for each post, all with the same published password."""
    from django.contrib.auth.hashers import make_password

    from xiezhi.demo.accounts import demonstration_accounts

    password = make_password(PASSWORD)
    models.Account.objects.bulk_create(
        models.Account(username=account.username, officer_id=account.officer_id, password=password)
        for account in demonstration_accounts(province)
    )


def _gather_statistics() -> None:
    """Let the planner know at once what a bulk load brought."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
