"""The health check: every indicator in force beside its interval and its own past. Inside is enough; nothing is ranked or added up."""

from collections.abc import Mapping, Sequence

from xiezhi.rules.indicators.model import GROUPS, INTERNATIONAL, Indicator, Interval
from xiezhi.rules.language import tr
from xiezhi.work.situation.counts import name_of
from xiezhi.work.situation.few import FEW as FEWEST
from xiezhi.work.situation.health import (
    FEW,
    NOTHING,
    OUTSIDE,
    PEOPLE,
    STATE_WORDS,
    in_force,
    state_of,
)
from xiezhi.work.situation.report.measuring import FLOW, Measured
from xiezhi.work.situation.report.telling import change_words, sides_cell, unit_of, value_cell
from xiezhi.work.situation.report.values import Cell, Head, Section, Table, Text
from xiezhi.work.situation.report.words import told
from xiezhi.work.situation.wording import NOTHING as NONE
from xiezhi.work.situation.wording import count_words, document_words, interval_words, people_note


def health_check(measured: Measured) -> Section:
    """All indicators in force at the end of the period that the facts allow, but for the stock and flow told above."""
    told_before = set(FLOW)
    there = [
        one for group in GROUPS for one in in_force(measured.period)
        if one.group == group and one.family != INTERNATIONAL and one.id in measured.now and one.id not in told_before
    ]  # fmt: skip
    intervals = {one.id: one.interval_on(measured.period.end) for one in there}
    with_intervals = any(intervals.values())
    rows, states = [], []
    for one in there:
        now, before = measured.now[one.id], measured.before.get(one.id)
        interval = intervals[one.id]
        state = state_of(now, interval)
        states.append(state)
        row = [
            Cell(name_of(one.id)),
            value_cell(now),
            sides_cell(now),
            value_cell(before),
            Cell(change_words(one.id, now, before)),
        ]
        if with_intervals:
            row += [
                Cell(_interval(interval, one.id)),
                Cell(tr(*STATE_WORDS[state]), shade="outside" if state == OUTSIDE else ""),
            ]
        rows.append(tuple(row))
    told_of = (("数值", "Value"), ("分子/分母", "Sides"), ("上年同期", "Last year"), ("同比", "Change"))
    heads = [Head(tr("指标", "Indicator")), *(Head(tr(*words), right=True) for words in told_of)]
    if with_intervals:
        heads += [Head(tr("区间", "Interval")), Head(tr("状态", "State"))]
    table = Table(
        tr("体检表", "Health check"), tr("体检表", "Health check"), tuple(heads), tuple(rows), wide=True
    )
    note = tr(
        f"体检不是考核：在区间内即可，高未必好；两端都只提示查看案件和数据。没有文件设定区间的不着色。依据案件不足{FEWEST}件的只作参考。",
        "A check-up, not an examination: inside the interval is enough and higher is not better; both ends ask to look at cases and data. "
        f"Where no document sets an interval nothing is marked. What rests on fewer than {FEWEST} cases is for reference only.",
    )
    return Section(
        "health",
        tr("指标体检表", "Health check of indicators"),
        (_counted(states, with_intervals),),
        (),
        (table,),
        (note, *_documents(intervals), *_people(there)),
    )


def _documents(intervals: Mapping[str, Interval | None]) -> list[str]:
    """Which documents set the intervals used, and since when."""
    used = document_words((name_of(key), one) for key, one in intervals.items() if one is not None)
    if not used:
        return []
    told = tr("；", "; ").join(used)
    return [
        tr(
            f"所用区间（期末日施行的）：{told}。",
            f"Intervals used, as in force on the last day of the period: {told}.",
        )
    ]


def _people(there: Sequence[Indicator]) -> list[str]:
    """How the people were counted by whom some of them divide."""
    note = people_note({per for one in there for per in one.formula.parameters})
    return [note] if note else []


def _counted(states: list[str], with_intervals: bool) -> Text:
    """How many indicators lie where."""
    number = {state: count_words(states.count(state)) for state in STATE_WORDS}
    people = ""
    if PEOPLE in states:
        people = tr(f"，人数不足或者不详{number[PEOPLE]}项", f", {number[PEOPLE]} lack the number of people")
    if not with_intervals:
        return told(
            tr(
                "期末施行的指标中可以计算的{all}项，都没有文件设定区间；其中件数少{few}项，本期无案件{nothing}项{people}（灰色）。",
                "Of {all} indicators in force that can be computed no document sets an interval for any; {few} rest on few cases and {nothing} "
                "have no cases{people} (grey).",
            ),
            all=count_words(len(states)), few=number[FEW], nothing=number[NOTHING], people=people,
        )  # fmt: skip
    return told(
        tr(
            "期末施行的指标中可以计算的{all}项：区间内{inside}项，区间外{outside}项，没有区间{without}项，件数少{few}项，本期无案件{nothing}项{people}。",
            "Of {all} indicators in force that can be computed {inside} lie inside an interval, {outside} outside; {without} have none, {few} "
            "rest on few cases, {nothing} have no cases{people}.",
        ),
        all=count_words(len(states)), **(number | {PEOPLE: people}),
    )  # fmt: skip


def _interval(interval: Interval | None, key: str) -> str:
    if interval is None:
        return NONE
    words = interval_words(interval, unit_of(key), exact=True)
    return tr(f"{words}（{interval.document}）", f"{words} ({interval.document})")
