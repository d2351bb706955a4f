"""Figures as words: cells with what they open, and the sentence that says how a figure moved.

Nothing is said of persons, nothing is praised or blamed; a definition that was not in force then is not compared; small numbers are
told as counts.
"""

from datetime import date

from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.model import RATIO
from xiezhi.rules.language import tr
from xiezhi.work.situation.counts import formula_of, name_of
from xiezhi.work.situation.few import FEW, is_few, lacks_people
from xiezhi.work.situation.looking import DENOMINATOR, NUMERATOR, Shown
from xiezhi.work.situation.report.measuring import Found, Measured
from xiezhi.work.situation.report.values import Cell, Link, Text
from xiezhi.work.situation.report.words import growth_words, told
from xiezhi.work.situation.wording import (
    NOTHING,
    count_words,
    day_words,
    no_people_words,
    people_words,
    points_words,
    signed,
    value_words,
)


def unit_of(key: str) -> str:
    """In which measure a figure is told."""
    found = formula_of(key)
    return found.unit if found else "cases"


def count_cell(shown: Shown | None, side: str = NUMERATOR, **place: str) -> Cell:
    """A side of a figure as a number that opens its cases. `place`: court, area (a court with those below it), division or a column it
    is narrowed to."""
    if shown is None:
        return Cell(NOTHING)
    count = shown.numerator if side == NUMERATOR else shown.denominator
    return Cell(count_words(count), _link(shown, side, place) if count else None, count, "cases")


def value_cell(shown: Shown | None, **place: str) -> Cell:
    """The value of a figure; it opens the cases of its numerator."""
    if shown is None:
        return Cell(NOTHING)
    unit = unit_of(shown.key)
    if shown.value is None:
        words = no_people_words() if lacks_people(shown) else value_words(None, unit, exact=True)
        return Cell(words, few=True)
    return Cell(
        value_words(shown.value, unit, exact=True), _link(shown, NUMERATOR, place) if shown.numerator else None, shown.value, unit, is_few(shown)
    )  # fmt: skip


def part_cell(shown: Shown | None, **place: str) -> Cell:
    """The value of a part: of few cases both sides instead of a share of them, in grey."""
    if shown is None or shown.value is None or unit_of(shown.key) != "share" or not is_few(shown):
        return value_cell(shown, **place)
    words = f"{count_words(shown.numerator)}/{count_words(shown.denominator)}"
    return Cell(words, _link(shown, DENOMINATOR, place), few=True)


def sides_cell(shown: Shown | None) -> Cell:
    """1,234/2,345, for a table; opens the denominator."""
    if shown is None or shown.denominator is None:
        return Cell(NOTHING)
    formula = formula_of(shown.key)
    per = formula.denominator.per if formula and formula.denominator else ""
    below = people_words(shown.denominator, per) if per else count_words(shown.denominator)
    return Cell(
        f"{count_words(shown.numerator)}/{below}",
        _link(shown, DENOMINATOR, {}) if shown.denominator else None,
    )


def _link(shown: Shown, side: str, place: dict[str, str]) -> Link | None:
    formula = formula_of(shown.key)
    if formula is None:
        return None
    asked = formula.numerator if side == NUMERATOR else formula.denominator
    if asked is None or asked.per:
        return None
    where = tuple((name, text) for name, text in place.items() if name not in ("court", "area", "division"))
    court = place.get("court") or place.get("area", "")
    return Link(shown.key, shown.period, side, court, place.get("division", ""), where, below="area" in place)


def change_words(key: str, now: Shown | None, before: Shown | None) -> str:
    """The change as a table shows it: per cent of a count, points of a share, days; a dash where it is not told."""
    if now is None or before is None or not comparable(key, before):
        return NOTHING
    unit = unit_of(key)
    if unit == "share":
        few = is_few(now) or is_few(before)
        return NOTHING if few else points_words(now.value, before.value)
    if unit == "cases":
        return growth_words(now.value, before.value)
    if now.value is None or before.value is None or is_few(now) or is_few(before):
        return NOTHING
    return signed(now.value - before.value, "", digits=1 if unit == "days" else 2)


def comparable(key: str, before: Shown) -> bool:
    """Whether the definition was in force at the end of the earlier period."""
    entry = formulas().get(key)
    return entry is None or entry[0].in_force(before.period.end)


def in_force_from(key: str) -> date | None:
    entry = formulas().get(key)
    return entry[0].first if entry else None


# --- sentences


def sentence(measured: Measured, key: str, name: str = "") -> Text:
    """How a figure stands and how it moved: against the same period last year, and against the period before."""
    now = measured.now.get(key)
    if now is None:
        return ()
    name = name or name_of(key)
    if now.value is None:
        return told(tr("{name}：本期无案件。", "{name}: no cases in this period."), name=name)
    formula = formula_of(key)
    if formula is not None and is_few(now) and formula.value == RATIO:
        return _few(now, measured.before.get(key), name)
    moves = {f"move{place}": move for place, move in enumerate(_moves(measured, key, now))}
    moved = "".join(tr("，", ", ") + "{" + name + "}" for name in moves)
    measure = tr("件", "") if unit_of(key) == "cases" else ""
    template = tr("{name}{value}", "{name}: {value}") + measure + "{sides}" + moved + tr("。", ".")
    return told(template, name=name, value=value_cell(now), sides=_sides(now), **moves)


def _sides(shown: Shown) -> Cell | str:
    if shown.denominator is None or unit_of(shown.key) != "share":
        return ""
    sides = f"{count_words(shown.numerator)}/{count_words(shown.denominator)}"
    return Cell(tr(f"（{sides}）", f" ({sides})"), _link(shown, DENOMINATOR, {}))


def _few(now: Shown, before: Shown | None, name: str) -> Text:
    """A share or ratio of few cases, as counts."""
    if unit_of(now.key) == "ratio":
        template = tr(
            "{name}：分子{some}件，分母{all}件，件数少。",
            "{name}: {some} to {all} cases, too few for a ratio.",
        )
        return told(template, name=name, all=count_cell(now, DENOMINATOR), some=count_cell(now))
    if unit_of(now.key) != "share":
        return told(
            tr("{name}{value}（{all}件，件数少）。", "{name}: {value} ({all} cases, few)."), name=name, value=value_cell(now),
            all=count_cell(now, DENOMINATOR),
        )  # fmt: skip
    template = tr("{name}：{all}件中{some}件{then}。", "{name}: {some} of {all} cases{then}.")
    then: Cell | str = ""
    if before is not None and before.denominator and comparable(now.key, before):
        then = tr(
            f"，上年同期{count_words(before.denominator)}件中{count_words(before.numerator)}件",
            f", {count_words(before.numerator)} of {count_words(before.denominator)} in the same period last year",
        )
    return told(template, name=name, all=count_cell(now, DENOMINATOR), some=count_cell(now), then=then)


def _moves(measured: Measured, key: str, now: Shown) -> list[str]:
    """The comparisons that may be made; a break of definition is told instead of a comparison."""
    found = []
    if not measured.has_before:
        found.append(tr("上年同期没有数据", "no data of the same period last year"))
    for other, last_year in ((measured.before, True), (measured.previous, False)):
        shown = (other or {}).get(key)
        if shown is None:
            continue
        if not comparable(key, shown):
            found.append(_break(key) if last_year else "")
        else:
            found.append(move_words(now, shown, last_year=last_year))
    return [one for one in found if one]


def _break(key: str) -> str:
    first = in_force_from(key)
    day = day_words(first) if first else ""
    return tr(
        f"现行定义自{day}起施行，不与上年同期比较", f"defined so from {day} on, not compared with last year"
    )


def movement(measured: Measured, key: str) -> Text:
    """How a figure moved, without its value, which was told before: 新收比上年同期减少2.6%，比上期减少7.1%."""
    now = measured.now.get(key)
    moves = _moves(measured, key, now) if now is not None and now.value is not None else []
    if not moves:
        return ()
    return told(tr("{name}{moves}", "{name}: {moves}"), name=name_of(key), moves=tr("，", ", ").join(moves))


def move_words(now: Shown, then: Shown, *, last_year: bool) -> str:
    """比上年同期上升1.20个百分点 / up 1.20 points on the same period last year."""
    against = (
        tr("比上年同期", "on the same period last year")
        if last_year
        else tr("比上期", "on the previous period")
    )
    if then.value is None:
        whose = (
            tr("上年同期", "the same period last year") if last_year else tr("上期", "the previous period")
        )
        return tr(f"{whose}无案件", f"no cases in {whose}")
    if now.value is None:
        return ""
    unit = unit_of(now.key)
    if unit == "share" and (is_few(then) or is_few(now)):
        return ""
    difference = now.value - then.value
    amount = _amount_words(difference, then.value, unit)
    if amount is None:
        return tr(f"与{against[1:]}持平", f"unchanged {against}")
    more = difference > 0
    if unit == "cases" and then.value < FEW:
        compared = tr("增加", "more") if more else tr("减少", "fewer")
        return tr(
            f"{against}{compared}{amount}", f"{amount} {compared} {against.replace('on', 'than in', 1)}"
        )
    counted = unit in ("cases", "days")
    way = tr("增加" if counted else "上升", "up") if more else tr("减少" if counted else "下降", "down")
    return tr(f"{against}{way}{amount}", f"{way} {amount} {against}")


def _amount_words(difference: float, before: float, unit: str) -> str | None:
    """How far it moved, without a sign; None where it did not as far as it is told."""
    if unit == "share":
        words = f"{abs(100 * difference):.2f}"
        return None if float(words) == 0 else tr(f"{words}个百分点", f"{words} points")
    if unit == "cases":
        if not difference:
            return None
        if before < FEW:
            return tr(f"{count_words(abs(difference))}件", count_words(abs(difference)))
        return tr(f"{100 * abs(difference) / before:.1f}%", f"{100 * abs(difference) / before:.1f}%")
    words = f"{abs(difference):,.1f}" if unit == "days" else f"{abs(difference):,.2f}"
    if float(words.replace(",", "")) == 0:
        return None
    return tr(f"{words}天", f"{words} days") if unit == "days" else words


__all__ = [
    "Found",
    "change_words",
    "comparable",
    "count_cell",
    "move_words",
    "movement",
    "sentence",
    "sides_cell",
    "unit_of",
    "value_cell",
]
