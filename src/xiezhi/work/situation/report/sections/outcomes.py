"""What became of cases: the chain from first instance over appeal to retrial, enforcement, settlement and one-stop service."""

from xiezhi.rules.indicators.catalogue import indicators
from xiezhi.rules.language import tr
from xiezhi.work.situation.report.measuring import Measured
from xiezhi.work.situation.report.tables import indicator_table
from xiezhi.work.situation.report.telling import sentence
from xiezhi.work.situation.report.values import Section
from xiezhi.work.situation.report.words import told

# What the text tells; the table beside it tells all of a section.
TOLD = {
    "cn2024.appeal", "ops.reversal_first", "cn2024.second_hearing", "cn2024.petition_retrial", "cn2024.case_entry_ratio", "cn2024.exec_completed",
    "cn2024.exec_zb", "cn2024.exec_recovery", "ops.exec_actual", "cn2024.mediation", "ops.settle_withdraw", "ops.simplified",
    "ops.small_claims", "cn2024.premediation_share", "ops.premediation_success",
}  # fmt: skip
QUALITY = (
    "cn2024.appeal", "cn2024.second_hearing", "ops.reversal_first", "cn2024.first_modified", "cn2024.first_remanded",
    "cn2024.appeal_modify_remand", "cn2024.final_modified", "cn2024.final_remanded", "cn2024.retrial_modify_remand",
    "cn2024.petition_retrial", "cn2024.retrial_ordered", "ops.retrial", "ops.in_court", "cn2024.case_entry_ratio",
)  # fmt: skip
ENFORCEMENT = (
    "cn2024.civil_enforcement_requested", "cn2024.exec_completed", "cn2024.exec_zb", "ops.exec_actual", "cn2024.exec_recovery",
    "ops.exec_days", "ops.penalty_recovery",
)  # fmt: skip
SETTLEMENT = (
    "cn2024.mediation", "ops.settle_withdraw", "ops.simplified", "ops.small_claims", "ops.sole", "ops.sole_ordinary",
    "ops.sole_second", "cn2024.premediation_share", "ops.premediation_use", "ops.premediation_success", "ops.confirmation",
    "flow.online_filing",
)  # fmt: skip


def quality_chain(measured: Measured) -> Section:
    """First instance, appeal, retrial."""
    note = tr(
        "本期上诉、改判、再审的分子与分母不是同一批案件：结果除以本期裁判数。改判、发回由原审法院承受计数，改判本身不等于错误。",
        "Appeals, modifications and retrials of a period are divided by the decisions of the same period: they are not the same cases. "
        "They count for the court whose decision it was, and a modification is not in itself an error.",
    )
    return _section(measured, "quality", tr("审判质量链条", "The chain of instances"), QUALITY, note)


def enforcement(measured: Measured) -> Section:
    """First enforcement: how it ended and what was recovered."""
    note = tr(
        "首次执行案件（不含恢复执行、保全执行）；终本不等于执行完毕，中止不是结案。",
        "First enforcement, without resumed and preservation enforcement; termination for now is not completion, and a suspension closes nothing.",
    )
    return _section(measured, "enforcement", tr("执行", "Enforcement"), ENFORCEMENT, note)


def settlement(measured: Measured) -> Section:
    """Settlement, simpler procedures, pre-litigation mediation, filing online."""
    note = tr(
        "诉前调解不计入收案；调解、撤诉以当事人自愿为前提，不以比率为目标。",
        "Pre-litigation mediation is not part of the new cases; settlement and withdrawal are the parties' choice, and no rate is a target.",
    )
    return _section(
        measured, "settlement", tr("调解与一站式服务", "Settlement and one-stop service"), SETTLEMENT, note
    )


def _section(measured: Measured, key: str, title: str, keys: tuple[str, ...], note: str) -> Section:
    told_of = [one for one in keys if one in measured.now and _counted(measured, one)]
    if not told_of:
        nothing = told(tr("本期没有这类案件。", "There are no such cases in this period."))
        return Section(key, title, (nothing,))
    sentences = tuple(filter(None, (sentence(measured, one) for one in told_of if one in TOLD)))
    table = indicator_table(measured, title[:28], title, told_of)
    return Section(key, title, sentences, (), (table,) if table else (), (note,))


def _counted(measured: Measured, key: str) -> bool:
    """Whether there is anything to tell now or last year. Those that are no longer, or not yet, in force are not told."""
    shown = measured.now[key], measured.before.get(key)
    assert key in indicators(), key
    return any(
        one is not None and (one.denominator if one.denominator is not None else one.numerator)
        for one in shown
    )
