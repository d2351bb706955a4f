"""One small province, told once for all tests."""

from datetime import date

import pytest

from xiezhi.demo.province import generate

TODAY = date(2026, 9, 16)


@pytest.fixture(scope="session")
def province():
    return generate(7, 5000, TODAY)


@pytest.fixture(scope="session")
def told(province):
    return [case for batch in province.cases() for case in batch]
