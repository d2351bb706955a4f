"""The closing rate over an offset window, as some courts reckon it: closings of a period over what was accepted in the same span a month
earlier, so that the intake of the last weeks does not count (rules/data/indicators/periods.toml). Off unless asked for."""

from dataclasses import replace

from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.periods import window_offset
from xiezhi.work.situation.engine.cases import Behind, all_cases
from xiezhi.work.situation.engine.figures import Figure, figures
from xiezhi.work.situation.engine.question import Question
from xiezhi.work.situation.facts.table import Facts

KEY = "flow.closing_rate:window_offset"
NAME_ZH, NAME_EN, UNIT = "结案率（受理错开一个月）", "Closing rate over the offset window", "share"
_CLOSED, _ACCEPTED = "flow.closed", "flow.accepted"


def offset_closing_rate(facts: Facts, question: Question) -> tuple[Figure, Behind]:
    """The figure of the question's single period, with the cases behind both sides; null where nothing was accepted."""
    window = replace(question, grid=window_offset(question.grid))
    closed, accepted = formulas()[_CLOSED][1], formulas()[_ACCEPTED][1]
    above = figures(facts, question, [closed])[0]
    below = figures(facts, window, [accepted])[0]
    value = (above.numerator or 0) / below.numerator if below.numerator else None
    behind = Behind(
        all_cases(facts, question, [closed])[_CLOSED].numerator,
        all_cases(facts, window, [accepted])[_ACCEPTED].numerator,
    )
    return Figure(KEY, above.period, above.group, value, above.numerator, below.numerator), behind
