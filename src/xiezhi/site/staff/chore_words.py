"""What a recurring work did, in a sentence: chores keep their figures in few signs, people read words."""

import re
from collections.abc import Callable

from xiezhi.rules.language import tr

Words = tuple[str, str]
NOTHING: Words = ("没有要做的", "nothing to do")
# By chore the sentence about its one figure, and the one where it is zero or none.
FIGURES: dict[str, tuple[Words, Words]] = {
    "facts": (
        ("更新至{n}件案件的事实", "the facts of {n} cases are up to date"),
        ("没有新的变化", "nothing had changed"),
    ),
    "whole_facts": (
        ("重读{n}件，与随时更新的一致", "{n} cases read anew; they agree with those kept up to date"),
        ("刚刚读过，不再重读", "they were read just before"),
    ),
    "verify": (
        ("核验{n}项，全部完好", "{n} entries verified, all sound"),
        ("没有要核验的", "nothing to verify"),
    ),
    "compare": (
        ("核对{n}件，全部一致", "{n} cases compared, all agree"),
        ("没有要核对的", "nothing to compare"),
    ),
    "exports": (("清理{n}个文件", "{n} files removed"), ("没有要清理的", "nothing to remove")),
    "uploads": (
        ("清理{n}个从未登记的文件", "{n} files that were never recorded removed"),
        ("没有要清理的", "nothing to remove"),
    ),
    "reminders": (("新发{n}条提醒", "{n} new reminders"), ("没有新的提醒", "no new reminder")),
}
LOGS = {"events": ("事件", "events"), "audit": ("阅览留痕", "audit trail")}


def result_words(chore: str, result: str) -> str:
    """The result of a chore as a sentence; one that nobody knows how to say stands as it is."""
    say = _SAYING.get(chore)
    if say is not None:
        return say(result)
    if chore in FIGURES:
        return _figure(chore, result)
    return result or tr("已完成", "done")


def fault_words(fault: str) -> str:
    """A fault without the name of its class."""
    name, _, words = fault.partition(": ")
    return words if words and name.isidentifier() else fault


def _figure(chore: str, result: str) -> str:
    some, none = FIGURES[chore]
    if not result.isdigit() or not int(result):
        return tr(*none) if not result or result == "0" else result
    return tr(*some).format(n=f"{int(result):,}")


def _sealed(result: str) -> str:
    """events 15419, audit = : how many entries each log has sealed newly; = for none."""
    told = []
    for log, size in re.findall(r"(\w+) (\d+|=)", result):
        name = tr(*LOGS.get(log, (log, log)))
        if size == "=":
            told.append(tr(f"{name}没有新的", f"{name}: nothing new"))
        else:
            told.append(tr(f"{name}封缄至第{int(size):,}项", f"{name}: sealed up to entry {int(size):,}"))
    return tr("；", "; ").join(told) or result


def _recomputed(result: str) -> str:
    """146, 0 ≠ : deadlines looked at, and those that moved."""
    figures = re.findall(r"\d+", result)
    if len(figures) < 2:
        return result
    looked, moved = (f"{int(one):,}" for one in figures[:2])
    return tr(f"重新计算{looked}项，变动{moved}项", f"{looked} recomputed, {moved} moved")


def _packed(result: str) -> str:
    day = result.rpartition("/")[2]
    return (
        tr(f"{day}的纸本已交后台生成", f"the packs of {day} were handed to the worker")
        if day
        else tr(*NOTHING)
    )


def _edition(result: str) -> str:
    return (
        tr("没有新的版本", "no new edition")
        if not result
        else tr(f"新版本：{result}", f"a new edition: {result}")
    )


def _mailed(result: str) -> str:
    figures = re.findall(r"\d+", result)
    if len(figures) < 2:
        return result or tr("早上七时以后发送", "sent after seven in the morning")
    letters, reminders = (f"{int(one):,}" for one in figures[:2])
    return tr(f"发出{letters}封邮件，共{reminders}条提醒", f"{letters} letters with {reminders} reminders")


def _forgotten(result: str) -> str:
    return tr("过期会话已清理", "expired sessions removed")


_SAYING: dict[str, Callable[[str], str]] = {
    "seal": _sealed,
    "deadlines": _recomputed,
    "packs": _packed,
    "editions": _edition,
    "mail": _mailed,
    "sessions": _forgotten,
}
