"""The closing rate over an offset window, as some courts reckon it: closings of a period over what was accepted in the same span a month
earlier, so that the intake of the last weeks does not count (rules/data/indicators/periods.toml). Off unless asked for.

It is no formula of the catalogue: its two sides lie in different periods. Both are those of the closing rate there.
"""

from dataclasses import replace

from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.periods import WINDOW_OFFSET, unusual_periods, window_offset
from xiezhi.rules.language import tr
from xiezhi.work.situation.engine.cases import Behind, all_cases
from xiezhi.work.situation.engine.figures import Figure, figures
from xiezhi.work.situation.engine.question import Question
from xiezhi.work.situation.facts.table import Facts

RATE = "flow.closing_rate"
KEY = f"{RATE}:{WINDOW_OFFSET}"


def offset_closing_rate(facts: Facts, question: Question) -> tuple[Figure, Behind]:
    """The figure of the question's single period, with the cases behind both sides; null where nothing was accepted."""
    rate = formulas()[RATE][1]
    earlier = replace(question, grid=window_offset(question.grid))
    found, before = (figures(facts, asked, [rate])[0] for asked in (question, earlier))
    value = (found.numerator or 0) / before.denominator if before.denominator else None
    behind = Behind(
        all_cases(facts, question, [rate])[RATE].numerator,
        all_cases(facts, earlier, [rate])[RATE].denominator,
    )
    return Figure(KEY, found.period, found.group, value, found.numerator, before.denominator), behind


def name() -> str:
    """What it is called in the reader's language."""
    rate, window = formulas()[RATE][0], unusual_periods()[WINDOW_OFFSET]
    return tr(f"{rate.name_zh}：{window.name_zh}", f"{rate.name_en}: {window.name_en}")
