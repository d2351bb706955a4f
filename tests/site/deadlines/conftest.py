"""The pages of limits on 16 September 2019."""

import pytest
from django.utils import timezone

from tests.cast import Province, Story, found_province
from tests.watched_cases import TODAY, cases_at_every_level, with_hearings


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """16 September 2019, whatever the machine says."""
    local = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda *moment: local(*moment) if moment else TODAY)


@pytest.fixture
def province(db: None) -> Province:
    return found_province()


@pytest.fixture
def cases(province: Province) -> dict[str, Story]:
    found = cases_at_every_level(province)
    with_hearings(found, province)
    return found
