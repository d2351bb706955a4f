"""How two conditions lie to each other, as far as their texts tell: every case of one counts in the other, or no case counts in both.

Both are told of conjunctions alone. Where it is not told it may be so all the same.
"""

from xiezhi.rules.indicators.conditions import All, Comparison, Expression, Literal, Named, OneOf


def lies_within(one: Expression | None, other: Expression | None) -> bool:
    """Whether every case of `one` is a case of `other`: it asks for all that the other asks for. None counts every case."""
    return _asked(other) <= _asked(one)


def lie_apart(one: Expression | None, other: Expression | None) -> bool:
    """Whether no case is one of both: they want different words in one column."""
    ours, theirs = _words(one), _words(other)
    return any(ours[column].isdisjoint(theirs[column]) for column in ours.keys() & theirs.keys())


def _asked(condition: Expression | None) -> frozenset[Expression]:
    """The parts that must all hold."""
    if condition is None:
        return frozenset()
    if isinstance(condition, All):
        return frozenset[Expression]().union(*map(_asked, condition.of))
    return frozenset({condition})


def _words(condition: Expression | None) -> dict[str, frozenset[str | int]]:
    """The words that a column may have, by column."""
    found: dict[str, frozenset[str | int]] = {}
    for part in _asked(condition):
        match part:
            case Comparison("==", Named(column), Literal(word)):
                words = frozenset[str | int]({word})
            case OneOf(Named(column), some):
                words = frozenset[str | int](some)
            case _:
                continue
        found[column] = found.get(column, words) & words
    return found
