"""How long cases take, and how long those pending have been: mean and median of what was closed, age of what is not."""

from collections.abc import Sequence

from xiezhi.rules.language import tr
from xiezhi.work.situation.codes import code_words
from xiezhi.work.situation.counts import BANDS_FROM, LONG_FROM, age_bands
from xiezhi.work.situation.report.measuring import (
    LONG,
    MEAN_DAYS,
    MEDIAN_DAYS,
    PENDING,
    Found,
    Measured,
    Parts,
    classes_in_order,
)
from xiezhi.work.situation.report.splitting import split_sentence
from xiezhi.work.situation.report.tables import indicator_table, of, parts_table
from xiezhi.work.situation.report.telling import count_cell, sentence
from xiezhi.work.situation.report.values import Cell, Head, Section, Table, Text
from xiezhi.work.situation.report.words import told
from xiezhi.work.situation.wording import count_words

TIMES = (MEAN_DAYS, MEDIAN_DAYS, "cn2024.mean_days", "cn2024.appeal_transfer_days", "ops.exec_days")
STANDING = (*LONG, "cn2024.over_12m")
# Classes outside the trial cases (term trial_case): figures of trial cases say nothing of them, and of enforcement would tell the reviews only.
NO_TRIAL = ("enforcement", "preservation", "mediation")


def duration(measured: Measured) -> Section:
    """Mean and median days of what was adjudicated in the period."""
    sentences = [
        sentence(measured, MEDIAN_DAYS),
        sentence(measured, MEAN_DAYS),
        split_sentence(measured, MEAN_DAYS),
    ]
    found = (
        indicator_table(measured, tr("历时", "Durations"), tr("审理时长", "Time to close"), TIMES),
        _by_class(measured),
    )
    return Section(
        "duration", tr("审理时长", "Time to close"), tuple(filter(None, sentences)), (), tuple(filter(None, found)),
        (tr(
            "只计本期审结案件，从立案日起算自然天数，未结的慢案不在其中；清理旧案会使平均天数上升。",
            "Only cases adjudicated in the period count, in calendar days from filing: slow cases that are still open are not among them, and "
            "the mean rises when old cases are closed at last.",
        ),),
    )  # fmt: skip


def long_pending(measured: Measured) -> Section:
    """The stock by age, and what has been pending for one, two and three years."""
    sentences = [_over(measured), *(sentence(measured, key) for key in LONG if measured.now.get(key))]
    found = (
        indicator_table(measured, tr("长期未结", "Long pending"), tr("长期未结", "Long pending"), STANDING),
        _ages(measured),
        _standing_by_class(measured),
    )
    return Section(
        "long_pending", tr("长期未结", "Long-pending cases"), tuple(filter(None, sentences)), (), tuple(filter(None, found)),
        (tr(
            "满一年、二年、三年按立案日起的日历月计；中止的案件没有审限，仍在存案之内。",
            "One, two, three years are counted in calendar months from filing; suspended cases have no running limit but stay in the stock.",
        ),),
    )  # fmt: skip


def _by_class(measured: Measured) -> Table | None:
    return _classes(
        measured,
        (MEAN_DAYS, MEDIAN_DAYS),
        tr("类别历时", "Durations by class"),
        tr("各类审判案件审理时长", "Time to close by class of trial case"),
        [value for value in classes_in_order(measured.classes) if value not in NO_TRIAL],
        tr(
            "执行、保全和诉前调解不是审判案件，不列；其中只有少数审查案件以裁定审结，平均天数不能代表全部。",
            "Enforcement, preservation and pre-litigation mediation are no trial cases and left out: only a few reviews among them end by ruling,"
            " and their mean would not stand for the rest.",
        ),
    )


def _standing_by_class(measured: Measured) -> Table | None:
    return _classes(
        measured,
        (PENDING, LONG[0], LONG[2]),
        tr("类别长期未结", "Long pending by class"),
        tr("各类审判案件长期未结", "Long-pending trial cases by class"),
        classes_in_order(measured.classes),
        tr(
            "长期未结只数审判案件：执行、保全和诉前调解记“—”，不是零；它们当中历时长的，计在“期末存案的案龄”里。",
            "Long pending counts trial cases only: enforcement, preservation and pre-litigation mediation have a dash, not nought; the old ones among"
            " them are in the age of the stock.",
        ),
    )


def _classes(
    measured: Measured,
    keys: tuple[str, ...],
    name: str,
    title: str,
    classes: Sequence[str | None],
    about: str,
) -> Table | None:
    lines = [
        (
            code_words("case_class", value),
            {"case_class": value or ""},
            _of_trials(measured.classes, value),
            _of_trials(measured.classes_before, value),
        )
        for value in classes
        if any(shown and shown.numerator for shown in map(measured.classes[value].get, keys))
    ]
    return parts_table(name, title, tr("类别", "Class"), lines, keys, about) if lines else None


def _of_trials(parts: Parts, value: str | None) -> Found:
    """The figures of a class; of one outside the trial cases without those that count trial cases only."""
    found = of(parts, value)
    return {key: shown for key, shown in found.items() if key not in LONG} if value in NO_TRIAL else found


def _over(measured: Measured) -> Text:
    """The share of the stock in the bands of age that are long pending."""
    pending = measured.now.get(PENDING)
    if pending is None or not pending.numerator:
        return told(tr("期末没有未结案件。", "Nothing is pending at the end of the period."))
    months = BANDS_FROM[LONG_FROM:]
    if not months:
        return ()
    old = sum(measured.amount(one.key) for one in age_bands()[LONG_FROM:])
    return told(
        tr(
            "期末未结{pending}件，其中立案满{months}个月的{old}件，占{share}。",
            "Of {pending} cases pending at the end {old} were filed {months} months before or earlier: {share}.",
        ),
        pending=count_cell(pending), months=str(months[0]), old=count_words(old), share=f"{100 * old / pending.numerator:.1f}%",
    )  # fmt: skip


def _ages(measured: Measured) -> Table | None:
    there = [one for one in age_bands() if one.key in measured.now]
    whole = sum(measured.amount(one.key) for one in there)
    if not whole:
        return None
    heads = (
        Head(tr("立案至期末", "Since filing")),
        *_right(tr("未结", "Pending"), tr("占比", "Share"), tr("上年同期末", "A year before")),
    )
    rows = tuple(
        (
            Cell(one.words), count_cell(measured.now[one.key]),
            Cell(f"{100 * measured.amount(one.key) / whole:.1f}%", None, measured.amount(one.key) / whole, "share"),
            count_cell(measured.before.get(one.key)),
        )
        for one in there
    )  # fmt: skip
    return Table(tr("存案案龄", "Age of stock"), tr("期末存案的案龄", "Age of the stock"), heads, rows)


def _right(*words: str) -> list[Head]:
    return [Head(one, right=True) for one in words]
