"""The description of the interface is committed and true: whatever is asked as it says is answered as it says."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings

from tests.cast import Province
from tests.site.situation.conftest import Kept
from tests.site_cast import signed_in
from xiezhi.site.api.description import NAME, description
from xiezhi.work.situation import snapshots

HOME = Path(__file__).resolve().parents[3]
COMMITTED = HOME / "docs" / NAME
DESCRIBED = f"/{NAME}"
READS = sorted(
    path
    for path, verbs in json.loads(COMMITTED.read_text(encoding="utf-8"))["paths"].items()
    if "get" in verbs
)
EXAMPLES, FEWER = 12, 5  # figures of every indicator take their time


def test_the_committed_description_is_current():
    again = "DJANGO_SETTINGS_MODULE=xiezhi.project.settings python -m xiezhi.site.api.description docs"
    assert COMMITTED.read_text(encoding="utf-8") == description(), f"write it anew: {again}"


def test_it_names_no_host_and_every_answer_has_a_shape():
    told = json.loads(COMMITTED.read_text(encoding="utf-8"))
    assert told["openapi"].startswith("3.1")
    assert not told.get("servers")
    for path, verbs in told["paths"].items():
        for verb, operation in verbs.items():
            assert {"401", "403", "422"} <= set(operation["responses"]), (path, verb)


class AsSomebody:
    """The application as its server calls it, for somebody who is signed in; the committed description beside it."""

    def __init__(self, cookie: str) -> None:
        from xiezhi.project.wsgi import application

        self._application, self._cookie = application, cookie

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == DESCRIBED:
            start("200 OK", [("Content-Type", "application/json")])
            return [COMMITTED.read_bytes()]
        environ |= {
            "HTTP_COOKIE": f"sessionid={self._cookie}",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT_ENCODING": "identity",
        }
        answer: Iterable[bytes] = self._application(environ, start)
        return answer


@pytest.fixture
def lasting_connection() -> Iterator[None]:
    """A request ends without closing the connection, which belongs to the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("plain_files", "lasting_connection")
@pytest.mark.parametrize("who", ["president", "clerk"])
def test_whatever_is_asked_as_described_is_answered_as_described(
    province: Province, snapshot: Kept, monkeypatch: pytest.MonkeyPatch, who: str
):
    import schemathesis

    monkeypatch.setattr(snapshots, "as_known", lambda day: snapshot)
    cookie = signed_in(province.river.people[who]).cookies["sessionid"].value
    described = schemathesis.openapi.from_wsgi(DESCRIBED, AsSomebody(cookie))
    for path in READS:
        ask_at_random(described[path]["GET"], FEWER if path.endswith("figures") else EXAMPLES)


def ask_at_random(operation: Any, examples: int) -> None:
    from schemathesis import checks
    from schemathesis.specs.openapi import checks as described

    looked_at = [
        checks.not_a_server_error, described.status_code_conformance, described.content_type_conformance,
        described.response_schema_conformance,
    ]  # fmt: skip

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(case=operation.as_strategy())
    def answers(case: Any) -> None:
        case.call_and_validate(checks=looked_at)

    answers()
