"""Stock and flow: opening + new − closed = pending, by class and cause; clearance and closing rate, which describe only."""

from datetime import date

from xiezhi.rules.causes import Cause, civil_causes
from xiezhi.rules.errors import OutsideValidity
from xiezhi.rules.language import tr
from xiezhi.work.situation.codes import code_words
from xiezhi.work.situation.report.measuring import (
    CAUSES_SHOWN,
    CLEARANCE,
    CLOSED,
    CLOSING_RATE,
    DISPUTES,
    FLOW,
    NEW,
    OPENING,
    PENDING,
    Measured,
    classes_in_order,
)
from xiezhi.work.situation.report.pictures import flow_picture, months_picture
from xiezhi.work.situation.report.tables import indicator_table, of, parts_table
from xiezhi.work.situation.report.telling import count_cell, movement, sentence
from xiezhi.work.situation.report.values import Section, Table, Text
from xiezhi.work.situation.report.words import growth_words, listed, sentence_of, told
from xiezhi.work.situation.wording import NOTHING, count_words, period_words

ENOUGH_MONTHS = 3


def flow(measured: Measured) -> Section:
    """What stood open, came in, was closed and stands open."""
    sentences = [
        _identity(measured), _movements(measured), _since_january(measured), _disputes(measured), _work(measured),
    ]  # fmt: skip
    found = (
        indicator_table(measured, tr("收结存", "Flow"), tr("收结存", "Stock and flow"), FLOW),
        _by_class(measured),
        _by_cause(measured),
    )
    return Section(
        "flow", tr("收案、结案与存案", "Stock and flow"), tuple(filter(None, sentences)),
        tuple(filter(None, (flow_picture(measured), months_picture(measured)))), tuple(filter(None, found)),
        (tr(
            "一案一号为一件；移送、上诉、发回在另一法院另立一件。受理不得跨年相加。",
            "Each docket entry counts once; a transfer, an appeal or a remand is another entry elsewhere. Never add accepted cases over years.",
        ),),
    )  # fmt: skip


def rates(measured: Measured) -> Section | None:
    """Clearance and closing rate: descriptive, never a target (Supreme People's Court, 17 October 2023)."""
    sentences = tuple(filter(None, (sentence(measured, key) for key in (CLEARANCE, CLOSING_RATE))))
    if not sentences:
        return None
    note = tr(
        "两项只作描述，不设目标，不作评价：以此考核会使法院年底不立案，2023年10月最高人民法院要求不再用作考核指标。",
        "Both describe only, with no target and no judgment: as targets they make courts refuse filings at the end of the year, and in "
        "October 2023 the Supreme People's Court told courts to stop using them.",
    )
    return Section("rates", tr("结收比与结案率", "Clearance and closing rate"), sentences, notes=(note,))


def _identity(measured: Measured) -> Text:
    """旧存＋新收－结案＝未结, in numbers that open."""
    numbers = {
        name: count_cell(measured.now.get(f"flow.{name}")) for name in ("opening", "new", "closed", "pending")
    }
    grown = measured.amount(PENDING) - measured.amount(OPENING)
    way = tr("增加", "more") if grown > 0 else tr("减少", "fewer")
    changed = (
        tr(
            f"，存案比期初{way}{count_words(abs(grown))}件",
            f": {count_words(abs(grown))} {way} than at its beginning",
        )
        if grown
        else tr("，存案与期初持平", ": as many as at its beginning")
    )
    return told(
        tr(
            "本期旧存{opening}件，新收{new}件，结案{closed}件，期末未结{pending}件{changed}。",
            "{opening} cases were pending as the period began, {new} came in, {closed} were closed, {pending} are pending at its end{changed}.",
        ),
        changed=changed, **numbers,
    )  # fmt: skip


def _movements(measured: Measured) -> Text:
    """How intake, closings and stock moved."""
    there = list(filter(None, (movement(measured, key) for key in (NEW, CLOSED, PENDING))))
    return sentence_of(listed(there)) if there else ()


def _since_january(measured: Measured) -> Text:
    """What came in and was closed since the year began, beside the same days of last year (handbook of indicators, section 1.5)."""
    new, closed = (measured.to_date.get(key) for key in (NEW, CLOSED))
    if new is None or closed is None or new.hidden or closed.hidden:
        return ()
    before = [measured.to_date_before.get(one.key) for one in (new, closed)]
    grown = [
        growth_words(one.value, then.value if then else None) for one, then in zip((new, closed), before)
    ]
    more = ["" if words == NOTHING else tr(f"（同比{words}）", f" ({words} on last year)") for words in grown]
    return told(
        tr("{span}累计新收{new}件{more_new}，结案{closed}件{more_closed}。",
            "{span}: {new} cases came in{more_new}, {closed} were closed{more_closed}."),
        span=period_words(new.period), new=count_cell(new), closed=count_cell(closed), more_new=more[0], more_closed=more[1],
    )  # fmt: skip


def _disputes(measured: Measured) -> Text:
    shown = measured.now.get(DISPUTES)
    if shown is None or not shown.numerator:
        return ()
    return told(
        tr("新收案件涉及{disputes}起纠纷。", "The new cases belong to {disputes} disputes."),
        disputes=count_words(shown.numerator),
    )


def _work(measured: Measured) -> Text:
    """The stock in months of work (handbook of indicators, section 5.6)."""
    inside = [found for month, found in measured.months if month.start <= measured.period.end][-12:]
    closed = [measured.amount(CLOSED, found) for found in inside]
    mean = sum(closed) / len(closed) if len(closed) >= ENOUGH_MONTHS else 0
    if not mean:
        return ()
    months = f"{measured.amount(PENDING) / mean:.1f}"
    return told(
        tr(
            "按近{count}个月的月均结案{mean}件计，期末存案相当于{months}个月的工作量。",
            "At {mean} closings a month (mean of the last {count} months) the stock is {months} months of work.",
        ),
        count=str(len(closed)), mean=f"{mean:,.0f}", months=months,
    )  # fmt: skip


def _by_class(measured: Measured) -> Table | None:
    lines = [
        (
            code_words("case_class", value),
            {"case_class": value or ""},
            of(measured.classes, value),
            of(measured.classes_before, value),
        )
        for value in classes_in_order(measured.classes)
    ]
    if not lines:
        return None
    keys = (OPENING, NEW, CLOSED, PENDING)
    return parts_table(
        tr("案件类别", "Classes"), tr("各类案件", "By class"), tr("类别", "Class"), lines, keys
    )


def _by_cause(measured: Measured) -> Table | None:
    """The most frequent causes: of cases, not of courts, so their order may be that of their number."""
    counted = [value for value in measured.causes if value and measured.amount(NEW, measured.causes[value])]
    most = sorted(counted, key=lambda value: (-measured.amount(NEW, measured.causes[value]), value))[
        :CAUSES_SHOWN
    ]
    if not most:
        return None
    known = _causes(measured.period.end)
    lines = [
        (
            _cause_words(value, known.get(value)),
            {"cause_code": value},
            measured.causes[value],
            of(measured.causes_before, value),
        )
        for value in most
    ]
    about = tr(
        f"新收最多的{len(most)}个案由，按新收件数排列。",
        f"The {len(most)} causes with most new cases, by their number.",
    )
    return parts_table(
        tr("案由", "Causes"),
        tr("主要案由", "Most frequent causes"),
        tr("案由", "Cause"),
        lines,
        (NEW, CLOSED, PENDING),
        about,
    )


def _causes(on: date) -> dict[str, Cause]:
    try:
        return civil_causes(on)
    except OutsideValidity:
        return {}


def _cause_words(code: str, cause: Cause | None) -> str:
    """The name of a civil cause; other facts tell the charge itself."""
    return code if cause is None else tr(cause.name, cause.name_en or cause.name)
