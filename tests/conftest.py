"""What all tests share: a known language and terminal, hypothesis without stop-watch, the browser of the machine, a database.

Tests meet the database as the application does, under its own role, so that a missing privilege shows. The connection "owner"
is that of its owner, who may do everything: he makes the test database, empties it after tests that commit, and tampers.
"""

import copy
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django import DjangoDbBlocker

pytest_plugins = ("tests.browsing",)

# The answer of a test must not hang on who runs it where.
for name in ("XIEZHI_LANG", "LC_ALL", "LC_MESSAGES", "FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS"):
    os.environ.pop(name, None)
os.environ["LANG"] = "C.UTF-8"

settings.register_profile("everyday", deadline=None)
settings.register_profile("gate", parent=settings.get_profile("everyday"), derandomize=True)
settings.load_profile("gate" if os.environ.get("CI") == "true" else "everyday")

TEST_DATABASE = "test_xiezhi_"  # and the number of the process, so that two runs never meet
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# It opens nothing but our own pages; containers give it no sandbox.
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """The machine's own Chromium; `./dev test` installs it where it may."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not program:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    # Its loop runs in the thread of the tests, which makes Django take them for asynchronous code.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as player:
        chromium = player.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def plain_files(settings: Any, tmp_path: Path) -> None:
    """Assets as they are built, without a manifest; documents go to a folder of the test."""
    folder = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain, "documents": folder}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--hard", action="store_true", help="crash, tampering and rights tests at their full size"
    )


def pytest_configure(config: pytest.Config) -> None:
    """No reference intervals but those of a test: a demonstration leaves some in the checkout."""
    from django.conf import settings as installation

    installation.INTERVALS, installation.INTERVALS_NAMED = Path(os.devnull), True


@pytest.fixture(scope="session")
def hard(request: pytest.FixtureRequest) -> bool:
    """Whether the hard tests run at their full size."""
    return bool(request.config.getoption("--hard"))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: "DjangoDbBlocker",
) -> Iterator[None]:
    """One test database per process, made by the owner, used by the application's role."""
    from django.db import connection, connections
    from django.test import TransactionTestCase
    from django.test.utils import setup_databases, teardown_databases

    from xiezhi.project.database import as_owner, grant

    connection.settings_dict["TEST"]["NAME"] = f"{TEST_DATABASE}{os.getpid()}"
    owner = copy.deepcopy(connections.settings["default"])
    owner["TEST"]["MIRROR"] = "default"
    with django_db_blocker.unblock():
        with as_owner():
            _drop_what_dead_processes_left()
            owner.update(
                {name: connection.settings_dict[name] for name in ("USER", "PASSWORD", "HOST", "PORT")}
            )
            connections.settings["owner"] = owner
            made = setup_databases(verbosity=0, interactive=False, aliases={"default": False, "owner": False})
            grant()
        with pytest.MonkeyPatch.context() as changed:
            changed.setattr(TransactionTestCase, "_fixture_teardown", _empty_tables)
            yield
    with django_db_blocker.unblock(), as_owner():
        connections["owner"].close()
        with connection.cursor() as cursor:  # threads of a live server leave their connections behind
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        teardown_databases(made, verbosity=0)


def _drop_what_dead_processes_left() -> None:
    from django.db import connection

    deserted = """
    SELECT datname FROM pg_database d WHERE datname LIKE %s
    AND NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.datname = d.datname)
    """
    with connection._nodb_cursor() as cursor:
        cursor.execute(deserted, [f"{TEST_DATABASE}%"])
        for (name,) in cursor.fetchall():
            process = name.removeprefix(TEST_DATABASE)
            if process.isdigit() and not psutil.pid_exists(int(process)):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _empty_tables(test: object) -> None:
    """What Django does with TRUNCATE, done as the owner with the triggers asleep."""
    from django.db import connections

    kept = ("django_migrations", "django_content_type", "auth_permission")
    owner = connections["owner"]  # its cursor is forbidden to most tests, a connection of our own is not
    with owner.get_new_connection(owner.get_connection_params()) as own, own.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in set(owner.introspection.table_names(cursor)).difference(kept):
            cursor.execute(f'DELETE FROM "{table}"')
