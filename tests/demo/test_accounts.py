"""The demonstration accounts: every name in every size, each an officer who holds the post."""

from datetime import date

import pytest

from xiezhi.demo.accounts import demonstration_accounts
from xiezhi.demo.province import generate

EXPECTED = {
    "clerk", "judge", "assistant", "division-head", "president", "filing", "trial-management", "provincial-management",
    "archives", "discipline", "enforcement", "assessor", "system-admin", "security-admin", "audit-admin", "judge-elsewhere",
}  # fmt: skip


@pytest.mark.parametrize("size", [0, 200, 20_000])
def test_every_account_belongs_to_an_officer_in_office(size):
    province = generate(7, max(size, 1), date(2026, 9, 16))
    accounts = demonstration_accounts(province)
    assert {account.username for account in accounts} >= EXPECTED
    serving = {post.officer_id for post in province.posts if post.last_on is None}
    assert all(account.officer_id in serving for account in accounts)
    assert len({account.officer_id for account in accounts}) == len(accounts)


def test_the_judge_is_no_head_and_sits_elsewhere_than_the_other(province):
    officers = {account.username: account.officer_id for account in demonstration_accounts(province)}
    roles = {
        name: {post.role for post in province.posts if post.officer_id == officer}
        for name, officer in officers.items()
    }
    courts = {
        name: {post.court_id for post in province.posts if post.officer_id == officer}
        for name, officer in officers.items()
    }
    assert roles["judge"] == {"judge"}
    assert "division_head" in roles["division-head"]
    assert not courts["judge"] & courts["judge-elsewhere"]


def test_the_judge_has_a_filled_docket():
    province = generate(7, 20_000, date(2026, 9, 16))
    judge = next(str(one.officer_id) for one in demonstration_accounts(province) if one.username == "judge")
    taken = sum(
        event.data["reporting_judge"] == judge
        for batch in province.cases() for case in batch for event in case.events if event.kind == "case.assigned"
    )  # fmt: skip
    assert taken > 40
