"""The sections of a report, each a function from what was measured to a `Section`, in the order in which they are printed."""

from collections.abc import Callable

from xiezhi.work.situation.report.measuring import Measured
from xiezhi.work.situation.report.sections.check import health_check
from xiezhi.work.situation.report.sections.data import data_quality
from xiezhi.work.situation.report.sections.flow import flow, rates
from xiezhi.work.situation.report.sections.lasting import lasting
from xiezhi.work.situation.report.sections.limits import limits
from xiezhi.work.situation.report.sections.lists import abroad, lists
from xiezhi.work.situation.report.sections.months import balance
from xiezhi.work.situation.report.sections.outcomes import enforcement, quality_chain, settlement
from xiezhi.work.situation.report.sections.places import all_courts, places
from xiezhi.work.situation.report.sections.time import duration, long_pending
from xiezhi.work.situation.report.values import Section

Part = Callable[[Measured], Section | None]
SECTIONS: tuple[Part, ...] = (
    flow, rates, balance, limits, duration, lasting, long_pending, quality_chain, enforcement, settlement, places, health_check, data_quality,
)  # fmt: skip
# Behind the text, before the definitions.
ANNEXES: tuple[Part, ...] = (all_courts, lists, abroad)
