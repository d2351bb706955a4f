"""What the figures rest on: how many rows, and what is lacking or contradicts itself in them."""

from xiezhi.record.facts.words import usual_days
from xiezhi.rules.language import tr
from xiezhi.work.situation.counts import flaws, late_entries
from xiezhi.work.situation.report.measuring import Measured
from xiezhi.work.situation.report.telling import count_cell
from xiezhi.work.situation.report.values import Cell, Head, Section, Table
from xiezhi.work.situation.report.words import told
from xiezhi.work.situation.wording import count_words


def data_quality(measured: Measured) -> Section:
    """Counts of flaws: they open to their cases, where they can be mended."""
    there = [one for one in flaws() if one.key in measured.now]
    late = [one for one in late_entries() if one.key in measured.now]
    found = sum(measured.amount(one.key) for one in there)
    sentence = told(
        tr(
            "数据快照全部共{rows}行，含本报告范围以外的；本报告口径内有缺项或者前后矛盾的{found}处。",
            "The whole snapshot has {rows} rows, those beyond this report among them; in what this report covers {found} things are lacking or "
            "contradict themselves.",
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
        for one in (*there, *late)
    )
    table = Table(tr("数据质量", "Data quality"), tr("数据质量", "Data quality"), heads, rows)
    note = tr(
        "缺项的案件不计入用到该项的指标。",
        "A case that lacks something is kept out of the indicators that need it.",
    )
    return Section(
        "data",
        tr("数据质量", "Data quality"),
        (sentence,),
        (),
        (table,) if rows else (),
        (note, _about_late(bool(late))),
    )


def _about_late(told_of: bool) -> str:
    if not told_of:
        return tr(
            "这份数据没有记下哪些事项是事后补记的，所以不列补记件数。",
            "These facts do not tell what was entered late, so it is not counted.",
        )
    days = usual_days()
    return tr(
        f"补记：事项发生后超过{days}日才在本平台登记；外部系统导入的和更正不算。补记的案件，当时的数字与现在的可能不同。",
        f"Entered late: recorded here more than {days} days after it happened; imports and corrections do not count. Figures made at the "
        "time may have been others.",
    )
