"""Balance of closings (均衡结案): evenness over the months, beside the intake; bunching at the end of months and in December."""

from dataclasses import replace

from xiezhi.rules.indicators.periods import MONTH
from xiezhi.rules.language import tr
from xiezhi.work.situation.counts import name_of
from xiezhi.work.situation.report.measuring import (
    BALANCE,
    CLOSED,
    LAST_DAYS,
    NEW,
    PENDING,
    Measured,
    MonthEnd,
)
from xiezhi.work.situation.report.pictures import year_picture
from xiezhi.work.situation.report.telling import count_cell, sentence, value_cell
from xiezhi.work.situation.report.values import Cell, Head, Link, Section, Table, Text
from xiezhi.work.situation.report.words import told
from xiezhi.work.situation.wording import NOTHING, count_words, period_words

DECEMBER = 12


def balance(measured: Measured) -> Section:
    """Evenness, and where closings bunch."""
    sentences = [_evenness(measured), _ends(measured), _december(measured)]
    picture = year_picture(measured)
    notes = (
        tr(
            "均衡结案度＝1－σ÷μ（总体标准差）；月月平均而存案增加的法院也接近1，须与逐月新收一并看。没有参考区间，不评价高低。",
            "Balance = 1 − σ/μ (population σ); flat closings with a growing stock also come near 1, so read it beside the monthly intake. "
            "There is no interval, and no value is better.",
        ),
    )
    tables = tuple(filter(None, (_by_month(measured),)))
    return Section(
        "balance",
        tr("结案均衡", "Balance of closings"),
        tuple(filter(None, sentences)),
        (picture,) if picture else (),
        tables,
        notes,
    )


def _evenness(measured: Measured) -> Text:
    """Of the year so far, as the overview tells it: of the three months of a quarter it would say little. Of the period itself where it begins
    the year or is no part of one."""
    so_far = measured.to_date.get(BALANCE)
    if so_far is not None and so_far.value is not None:
        year = replace(measured, now=measured.to_date, before=measured.to_date_before, previous=None)
        since = period_words(so_far.period)
        return sentence(year, BALANCE, tr(f"{since}{name_of(BALANCE)}", f"{name_of(BALANCE)}, {since}"))
    several = measured.period.kind != MONTH and len(_inside(measured)) > 1
    return sentence(measured, BALANCE) if several else ()


def _inside(measured: Measured) -> list[MonthEnd]:
    """The months of the period itself."""
    return [end for end in measured.ends if end.month.start >= measured.period.start]


def _ends(measured: Measured) -> Text:
    """How much of the closings falls on the last days of the months, and how much of the days those are."""
    ends = _inside(measured)
    closed, late = sum(end.closed for end in ends), sum(end.in_last for end in ends)
    if not closed:
        return ()
    days = sum(end.month.days for end in ends)
    return told(
        tr(
            "各月最后{last}天结案{late}件，占结案的{share}；这些日子占全部日子的{of_days}。",
            "{late} cases were closed in the last {last} days of the months: {share} of the closings, on {of_days} of the days.",
        ),
        last=str(LAST_DAYS), late=count_words(late), share=f"{100 * late / closed:.1f}%",
        of_days=f"{100 * LAST_DAYS * len(ends) / days:.1f}%",
    )  # fmt: skip


def _december(measured: Measured) -> Text:
    """The last December among the months shown, beside the eleven months before it."""
    months = [found for _, found in measured.months]
    place = next(
        (at for at in range(len(months) - 1, -1, -1) if measured.months[at][0].start.month == DECEMBER), None
    )
    if place is None or place < DECEMBER - 1:
        return ()
    december, eleven = measured.months[place][1], months[place - DECEMBER + 1 : place]
    mean = sum(measured.amount(CLOSED, found) for found in eleven) / len(eleven)
    if not mean:
        return ()
    return told(
        tr(
            "{month}结案{closed}件、新收{new}件；此前11个月月均结案{mean}件，12月是其{times}倍。",
            "In {month} {closed} cases were closed and {new} came in; the mean of the eleven months before was {mean} closings: December had "
            "{times} times as many.",
        ),
        month=period_words(measured.months[place][0]), closed=count_cell(december.get(CLOSED)), new=count_cell(december.get(NEW)),
        mean=f"{mean:,.0f}", times=f"{measured.amount(CLOSED, december) / mean:.2f}",
    )  # fmt: skip


def _by_month(measured: Measured) -> Table | None:
    """The months of the period."""
    ends = {end.month: end for end in measured.ends}
    inside = [(month, found) for month, found in measured.months if month.start >= measured.period.start]
    if not inside:
        return None
    heads = [Head(tr("月份", "Month")), *(Head(tr(*words), right=True) for words in _HEADS)]
    rows = []
    for month, found in inside:
        rows.append((
            Cell(period_words(month)), count_cell(found.get(NEW)), count_cell(found.get(CLOSED)), *_late(ends.get(month)),
            value_cell(found.get(PENDING)),
        ))  # fmt: skip
    return Table(tr("逐月", "Months"), tr("逐月收结存", "Month by month"), tuple(heads), tuple(rows))


_HEADS = (
    ("新收", "New"), ("结案", "Closed"), (f"最后{LAST_DAYS}天结案", f"In its last {LAST_DAYS} days"), ("占比", "Share"),
    ("月末未结", "Pending at its end"),
)  # fmt: skip


def _late(end: MonthEnd | None) -> tuple[Cell, Cell]:
    if end is None:
        return Cell(NOTHING), Cell(NOTHING)
    link = Link(CLOSED, end.last) if end.in_last else None
    share = (
        Cell(f"{100 * end.in_last / end.closed:.1f}%", None, end.in_last / end.closed, "share")
        if end.closed
        else Cell(NOTHING)
    )
    return Cell(count_words(end.in_last), link, end.in_last, "cases"), share
