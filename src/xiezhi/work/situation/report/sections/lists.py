"""Behind the text: the lists of cases that ask to be looked at one by one, and indicators of other countries beside each other.

The cases themselves are not printed: who may see a case is asked when its list is opened, not when a paper goes round (docs/report.md).
"""

from xiezhi.rules.indicators.catalogue import indicators
from xiezhi.rules.indicators.model import INTERNATIONAL
from xiezhi.rules.language import tr
from xiezhi.work.situation.counts import flaws, hidden_overruns, late_entries, name_of
from xiezhi.work.situation.report.measuring import LONG, OVERDUE, Measured
from xiezhi.work.situation.report.tables import indicator_table
from xiezhi.work.situation.report.telling import count_cell
from xiezhi.work.situation.report.values import Cell, Head, Section, Table

SINGLE = (
    OVERDUE,
    *(one.key for one in hidden_overruns()),
    *LONG,
    *(one.key for one in (*flaws(), *late_entries())),
)


def lists(measured: Measured) -> Section | None:
    """The lists to open, each with its number of cases now and in the same period last year."""
    there = [key for key in SINGLE if measured.amount(key)]
    if not there:
        return None
    heads = (
        Head(tr("清单", "List")), Head(tr("件数", "Cases"), right=True), Head(tr("上年同期", "Last year"), right=True),
    )  # fmt: skip
    rows = tuple(
        (Cell(name_of(key)), count_cell(measured.now[key]), count_cell(measured.before.get(key)))
        for key in there
    )
    title = tr("需要逐件查看的案件", "Cases to look at one by one")
    note = tr(
        "件数可以点开清单，清单按打开者的权限显示；报告本身不印案件，以免离开系统后无法随权限、封存变化。",
        "A number opens its list, which shows what whoever opens it may see. The cases are not printed: a paper cannot follow when rights "
        "change or a record is sealed.",
    )
    return Section("lists", title, (), (), (Table(title, title, heads, rows),), (note,))


def abroad(measured: Measured) -> Section | None:
    """The indicators of other countries, where they were asked for and the facts tell them."""
    keys = [one.id for one in indicators().values() if one.family == INTERNATIONAL and one.id in measured.now]
    title = tr("国际指标对照", "Indicators of other countries")
    table = indicator_table(measured, title, title, keys)
    if table is None:
        return None
    note = tr(
        "按外国、国际组织的公式用本院数据计算，仅供对照；口径、案件范围不同，不与国外数值比较高低，不作目标。",
        "Computed by formulas of other countries and organisations from this court's own cases, for reference: other definitions and other "
        "kinds of cases, so not to be compared with values abroad, and no target.",
    )
    return Section("abroad", title, (), (), (table,), (note,))
