"""Courts beside each other, or the divisions of one court: always in administrative order, never by a value."""

from xiezhi.rules.language import tr
from xiezhi.work.situation.report.measuring import (
    APPROVED,
    CLOSED,
    LONG,
    MEDIAN_DAYS,
    NEW,
    NORMAL,
    OPENING,
    OVERDUE,
    PENDING,
    Measured,
)
from xiezhi.work.situation.report.tables import of, parts_table
from xiezhi.work.situation.report.values import Section, Text
from xiezhi.work.situation.report.words import count_words, told

Line = tuple[str, dict[str, str]]


def places(measured: Measured) -> Section | None:
    """Flow, limits and stock of each court, or division; None where there is only one."""
    named = measured.places.divisions if measured.by_division else measured.places.courts
    column = "division" if measured.by_division else "court"
    lines = [
        (place.name, {column: place.key}, measured.parts[place.key], of(measured.parts_before, place.key))
        for place in named
        if place.key in measured.parts
        and any(shown.numerator for shown in measured.parts[place.key].values())
    ]
    unassigned = measured.parts.get(None)
    if measured.by_division and unassigned and any(shown.numerator for shown in unassigned.values()):
        lines.append(
            (
                tr("未分庭室", "No division yet"),
                {"division_id": ""},
                unassigned,
                of(measured.parts_before, None),
            )
        )
    if len(lines) < 2:
        return None
    first = tr("庭室", "Division") if measured.by_division else tr("法院", "Court")
    title = tr("各庭室", "Divisions") if measured.by_division else tr("各法院", "Courts")
    order = tr("按行政序列排列，不作名次。", "In administrative order; nothing is ranked.")
    tables = (
        parts_table(tr("各单位收结存", "Flow by unit"), tr(f"{title}收结存", f"{title}: flow"), first, lines, (OPENING, NEW, CLOSED, PENDING), order),
        parts_table(
            tr("各单位审限与存案", "Limits by unit"), tr(f"{title}审限与存案", f"{title}: limits and stock"), first, lines,
            (NORMAL, APPROVED, OVERDUE, MEDIAN_DAYS, LONG[0], LONG[2]), order,
        ),
    )  # fmt: skip
    return Section("places", title, (_grown(measured, len(lines)),), (), tables)


def _grown(measured: Measured, count: int) -> Text:
    """In how many of them the stock grew: a count, no names."""
    grew = sum(
        1 for found in measured.parts.values() if measured.amount(PENDING, found) > measured.amount(OPENING, found)
    )  # fmt: skip
    units = tr("个庭室", "divisions") if measured.by_division else tr("个法院", "courts")
    return told(
        tr(
            "{count}{units}中，{grew}{units}期末存案多于期初。",
            "Of {count} {units} {grew} have more cases pending at the end of the period than at its beginning.",
        ),
        count=str(count), grew=count_words(grew), units=units,
    )  # fmt: skip
