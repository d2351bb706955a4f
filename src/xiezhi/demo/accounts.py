"""The demonstration accounts: one for each post in one basic court and the courts above it, and a judge from elsewhere.

The same names in every size of the province; each belongs to an officer who holds the post today. Data: demo/data/accounts.toml.
"""

from xiezhi.demo.model import Account
from xiezhi.demo.names import DATA
from xiezhi.demo.province import Province
from xiezhi.rules.errors import RuleDataError
from xiezhi.rules.lawdata import Table, read_table


def demonstration_accounts(province: Province) -> list[Account]:
    """Every account in the order of the file. Raises RuleDataError when a court lacks the post."""
    return [_account(province, name, part) for name, part in read_table(DATA / "accounts.toml").entries()]


def _account(province: Province, name: str, part: Table) -> Account:
    court = province.tree.at(part.need("court", str))
    chairs = province.staff.chairs_of(court, part.need("division", str), part.need("role", str))
    if not chairs:
        raise RuleDataError(part.file, name, "法院没有这一职务", "the court has no such post")
    wanted = min(part.get("chair", int) or 0, len(chairs) - 1)
    officer = province.staff.chairs[chairs[wanted]].holder(province.today)
    account = Account(
        name, province.officers[officer].id, part.need("label_zh", str), part.need("label_en", str)
    )
    part.done()
    return account
