"""What statistics refuse."""

from xiezhi.rules.errors import XiezhiError


class UnusableValues(XiezhiError):
    """Values no statistic can be made of: too few, of unequal number, negative, not a number."""


class TooFewValues(UnusableValues):
    """Fewer values than the method needs."""

    def __init__(self, needed: int, given: int) -> None:
        super().__init__(
            f"至少需要{needed}个值，只有{given}个", f"at least {needed} values are needed, {given} were given"
        )
        self.needed = needed
        self.given = given
