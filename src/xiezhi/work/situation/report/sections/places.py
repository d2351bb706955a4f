"""Prefectures, courts or divisions beside each other: always in administrative order, never by a value."""

from collections.abc import Mapping, Sequence

from xiezhi.rules.language import tr
from xiezhi.work.situation.looking import Shown
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
    Found,
    Measured,
    Parts,
)
from xiezhi.work.situation.report.pictures import areas_picture
from xiezhi.work.situation.report.tables import of, parts_table
from xiezhi.work.situation.report.telling import unit_of
from xiezhi.work.situation.report.values import Place, Section, Table, Text
from xiezhi.work.situation.report.words import told
from xiezhi.work.situation.wording import area_place, count_words, short_name

Line = tuple[str, dict[str, str], Found, Found]
FLOWING = (OPENING, NEW, CLOSED, PENDING)
STANDING = (NORMAL, APPROVED, OVERDUE, MEDIAN_DAYS, LONG[0], LONG[2])


def places(measured: Measured) -> Section | None:
    """Flow, limits and stock of each prefecture, court, or division; None where there is only one."""
    if measured.areas:
        column, lines, units, title, first = (
            "area",
            _areas(measured),
            tr("个地区", "prefectures"),
            tr("各地区", "Prefectures"),
            tr("法院", "Court"),
        )
    elif measured.by_division:
        column, lines, units, title, first = (
            "division",
            _divisions(measured),
            tr("个庭室", "divisions"),
            tr("各庭室", "Divisions"),
            tr("庭室", "Division"),
        )
    else:
        column, lines, units, title, first = (
            "court",
            _courts(measured),
            tr("个法院", "courts"),
            tr("各法院", "Courts"),
            tr("法院", "Court"),
        )
    if len(lines) < 2:
        return None
    names = [area_place(name) for name, *_ in lines]
    picture = areas_picture(measured, names, [_key_of(place) for _, place, *_ in lines])
    # The high court by itself is no prefecture, and what has no division yet is none.
    counted = [line for line in lines if column in line[1]]
    return Section(
        "places",
        title,
        (_grown(counted, units),),
        (picture,) if picture else (),
        _tables(title, first, lines),
    )


def all_courts(measured: Measured) -> Section | None:
    """Every court, where the text tells of prefectures."""
    lines = _courts(measured) if measured.areas else []
    if len(lines) < 2:
        return None
    title, first = tr("各法院", "Courts"), tr("法院", "Court")
    return Section(
        "courts", title, (_grown(lines, tr("个法院", "courts")),), (), _tables(title, first, lines)
    )


def _tables(title: str, first: str, lines: Sequence[Line]) -> tuple[Table, Table]:
    order = tr("按行政序列排列，不作名次。", "In administrative order; nothing is ranked.")
    return (
        parts_table(tr(f"{title}收结存", f"{title}: flow"), tr(f"{title}收结存", f"{title}: flow"), first, lines, FLOWING, order),
        parts_table(
            tr(f"{title}审限与存案", f"{title}: limits"), tr(f"{title}审限与存案", f"{title}: limits and stock"), first, lines, STANDING, order,
        ),
    )  # fmt: skip


def _areas(measured: Measured) -> list[Line]:
    """The high court itself, then each intermediate court with the courts below it, also one that has nothing in the period."""
    own = measured.places.courts[:1]
    lines = _lines(
        own,
        "court",
        {one.key: of(measured.areas, None) for one in own},
        {one.key: of(measured.areas_before, None) for one in own},
    )
    for one in measured.places.areas:
        name = short_name(tr(f"{one.name}和辖区法院", f"{one.name} and the courts below"))
        found = of(measured.areas, one.key) or _nothing(measured)
        lines.append((name, {"area": one.key}, found, of(measured.areas_before, one.key)))
    return lines


def _nothing(measured: Measured) -> Found:
    """The figures of where there is no case: counts of nought, and no value of what is divided or told of cases."""
    return {
        key: Shown(
            key,
            shown.period,
            (),
            0 if unit_of(key) == "cases" else None,
            0,
            None if shown.denominator is None else 0,
        )
        for key, shown in measured.now.items()
        if key in (*FLOWING, *STANDING)
    }


def _courts(measured: Measured) -> list[Line]:
    return _lines(measured.places.courts, "court", measured.parts, measured.parts_before)


def _divisions(measured: Measured) -> list[Line]:
    lines = _lines(measured.places.divisions, "division", measured.parts, measured.parts_before)
    unassigned = measured.parts.get(None)
    if unassigned and _counted(unassigned):
        name = tr("未分庭室", "No division yet")
        lines.append((name, {"division_id": ""}, unassigned, of(measured.parts_before, None)))
    return lines


def _lines(named: Sequence[Place], column: str, now: Parts, before: Mapping[str | None, Found]) -> list[Line]:
    """Those of the places of which anything was counted."""
    return [
        (short_name(one.name), {column: one.key}, found, of(before, one.key))
        for one in named
        if _counted(found := of(now, one.key))
    ]


def _counted(found: Found) -> bool:
    return any(shown.numerator for shown in found.values())


def _key_of(place: Mapping[str, str]) -> str | None:
    """By which key the months of a line are kept: those of no prefecture under None."""
    return place.get("area")


def _grown(lines: Sequence[Line], units: str) -> Text:
    """In how many prefectures, courts or divisions the stock grew: a count, no names."""
    grew = sum(1 for *_, found, _ in lines if _amount(found, PENDING) > _amount(found, OPENING))
    return told(
        tr(
            "{count}{units}中，{grew}{units}期末存案多于期初。",
            "Of {count} {units} {grew} have more cases pending at the end of the period than at its beginning.",
        ),
        count=str(len(lines)), grew=count_words(grew), units=units,
    )  # fmt: skip


def _amount(found: Found, key: str) -> float:
    shown = found.get(key)
    return (shown.numerator if shown else None) or 0
