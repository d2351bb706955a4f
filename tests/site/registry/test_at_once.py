"""The same form, or the same request of a program, sent twice at the same moment: recorded once."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from tests.cast import Province, docketed, found_province
from tests.site.registry.test_docketing import typed
from tests.site_cast import signed_in
from xiezhi.record.models import Case, Event

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
    pytest.mark.usefixtures("plain_files"),
]


@pytest.fixture
def province(transactional_db) -> Province:
    return found_province()


def at_once(client: Client, path: str, body: Any, **how: Any) -> list[int]:
    """The statuses of two equal requests sent together, each over its own connection."""

    def send(_: int) -> int:
        twin = Client()
        twin.cookies = client.cookies
        try:
            return twin.post(path, body, **how).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(send, range(2)))


def test_one_form_dockets_one_case_and_one_number(province):
    filing = signed_in(province.river.filing_officer)
    assert at_once(filing, "/registry/new", typed(filing)) == [302, 302]
    assert [number[-3:] for number in Case.objects.values_list("number", flat=True)] == ["初1号"]
    filing.post("/registry/new", typed(filing, cause="借款合同纠纷"))
    assert Case.objects.filter(number__endswith="初2号").exists()


@pytest.mark.parametrize(("ref", "statuses"), [("A-1", [200, 201]), ("", [201, 409])])
def test_one_reference_records_one_event_and_of_two_writers_one_is_overtaken(province, ref, statuses):
    story = docketed(province.river).assigned(province.river.judge)
    asked = {
        "kind": "note.recorded",
        "occurred_on": "2019-04-01",
        "data": {"text": "阅卷"},
        "seen": 2,
        "ref": ref,
    }
    path = f"/api/cases/{story.case}/events"
    judge = signed_in(province.river.judge)
    assert at_once(judge, path, json.dumps(asked), content_type="application/json") == statuses
    assert Event.objects.filter(case=story.case).count() == 3
