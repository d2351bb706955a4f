"""What the figures rest on: how many rows, and what is lacking or contradicts itself in them."""

from xiezhi.rules.language import tr
from xiezhi.work.situation.counts import flaws
from xiezhi.work.situation.report.measuring import Measured
from xiezhi.work.situation.report.telling import count_cell
from xiezhi.work.situation.report.values import Cell, Head, Section, Table
from xiezhi.work.situation.report.words import count_words, told


def data_quality(measured: Measured) -> Section:
    """Counts of flaws: they open to their cases, where they can be mended."""
    there = [one for one in flaws() if one.key in measured.now]
    found = sum(measured.amount(one.key) for one in there)
    sentence = told(
        tr(
            "本报告的数据快照共{rows}行；本报告口径内有缺项或者前后矛盾的{found}处。",
            "The snapshot has {rows} rows; among those of this report {found} things are lacking or contradict themselves.",
        ),
        rows=count_words(measured.rows), found=count_words(found),
    )  # fmt: skip
    heads = (
        Head(tr("检查", "Check")),
        Head(tr("本期", "This period"), right=True),
        Head(tr("上年同期", "Last year"), right=True),
    )
    rows = tuple(
        (Cell(one.words), count_cell(measured.now[one.key]), count_cell(measured.before.get(one.key)))
        for one in there
    )
    table = Table(tr("数据质量", "Data quality"), tr("数据质量", "Data quality"), heads, rows)
    note = tr(
        "缺项的案件不计入用到该项的指标。",
        "A case that lacks something is kept out of the indicators that need it.",
    )
    return Section("data", tr("数据质量", "Data quality"), (sentence,), (), (table,) if rows else (), (note,))
