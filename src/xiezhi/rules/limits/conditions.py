"""Questions about a rule that both clocks ask in the same words: is the limit lifted, does it roll, may this post extend it?"""

from xiezhi.rules.limits.catalogue import Length, RuleVersion
from xiezhi.rules.limits.model import Status

HOURS_A_DAY = 24
ABOVE = {"basic": "intermediate", "intermediate": "high", "high": "spc", None: "superior"}


def lifted_status(version: RuleVersion, court_level: str | None, foreign: bool) -> Status | None:
    """The status of a case whose limit the law lifts: exempt or without limit; None where the limit runs."""
    foreign = foreign and version.foreign is not None
    if (
        not foreign
        and version.status not in ("no_limit", "exempt")
        and court_level not in version.no_limit_at
    ):
        return None
    return Status.EXEMPT if (version.foreign if foreign else version.status) == "exempt" else Status.NO_LIMIT


def rolls(version: RuleVersion, base: Length, in_custody: bool | None, unknown_custody: str) -> bool:
    """R-ROLL and R-ROLL-CR: whether a last day that is a rest day moves to the next working day."""
    if version.status == "before_day" or version.roll == "never" or base.hours:
        return False
    if version.roll == "always":
        return True
    if in_custody is None:
        return version.roll == "unless_custody_flagged" or unknown_custody == "free"
    return not in_custody


def approver_fits(required: str, given: str, court_level: str | None, president_delegates: bool) -> bool:
    """Compares levels, not names (section 11, note a): for an intermediate court `superior` and `high` are the same."""
    if required == "any":
        return True
    if required == "high_or_spc":
        required = "spc" if court_level in ("high", "spc") else "high"
    if given == "vice_president" and president_delegates:
        given = "president"
    wanted = ABOVE.get(court_level) if required == "superior" else required
    return wanted is not None and wanted == (ABOVE.get(court_level) if given == "superior" else given)
