"""What a reader of figures should know of the facts behind them: cells that could not be read, columns and rows left out."""

from collections.abc import Iterable, Iterator

from xiezhi.rules.indicators.columns import DAY, FLAG, MOMENT, fact_columns
from xiezhi.rules.language import tr
from xiezhi.work.situation.engine.figures import Figure, LeftOut
from xiezhi.work.situation.engine.question import Question
from xiezhi.work.situation.engine.rows import Rows, shape_of
from xiezhi.work.situation.facts.table import Facts, Quality

OPENING, NEW, ACCEPTED = "flow.opening", "flow.new", "flow.accepted"
SHOWN = 12  # names in one line
LONGEST = 60  # characters of a cell
_FORMS = {DAY: "YYYY-MM-DD", MOMENT: "YYYY-MM-DD HH:MM", FLAG: "true / false"}


def warnings(
    facts: Facts, question: Question, outside: list[LeftOut], asked: list[str], found: Iterable[Figure]
) -> Iterator[str]:
    """Lines in the reader's language. `found`: the figures they are about."""
    yield from _of_quality(facts.quality)
    yield from _of_flow(facts.quality, found)
    absent = Rows(shape_of(facts), question, ()).absent
    if absent:
        names = _listed(absent)
        yield tr(
            f"口径 {question.scope} 用到的列 {names} 不在事实中，按缺失计",
            f"scope {question.scope} asks for columns that the facts lack ({names}): taken as missing",
        )
    yield from _of_formulas(outside, asked)


def _of_quality(quality: Quality) -> Iterator[str]:
    if quality.unknown_columns:
        names = _listed(quality.unknown_columns)
        yield tr(f"未使用的列：{names}", f"columns that are not used: {names}")
    for fault in quality.examples:
        value = fault.value if len(fault.value) <= LONGEST else f"{fault.value[:LONGEST]}…"
        case = fault.case_id or "–"
        place_zh, place_en = (f"第{fault.line}行", f"line {fault.line}") if fault.line else ("某行", "a row")
        form = _FORMS.get(fact_columns()[fault.column].kind)
        form_zh, form_en = (f"，应为{form}", f", expected {form}") if form else ("", "")
        yield tr(
            f"{place_zh}（{case}），{fault.column}：无法识别“{value}”{form_zh}",
            f"{place_en} ({case}), {fault.column}: cannot be read: “{value}”{form_en}",
        )
    if quality.unreadable:
        total = sum(quality.unreadable.values())
        cells, kept = ("1 cell", "its case is") if total == 1 else (f"{total} cells", "their cases are")
        by_column = _listed(f"{name} {count}" for name, count in quality.unreadable.items())
        yield tr(
            f"共{total}个单元格无法识别（{by_column}）；这些案件不计入用到该列的指标",
            f"{cells} cannot be read ({by_column}); {kept} kept out of the figures that need the column",
        )
    counts = (
        (
            quality.superseded,
            "行已失效或者当时尚不知道，不计",
            "rows superseded, or not yet known then: not counted",
        ),
        (quality.unidentified, "行没有 case_id，不计", "rows without case_id: counted nowhere"),
        (quality.not_filed, "行没有立案日，不计", "rows without a day of filing: counted nowhere"),
        (
            quality.of_no_court,
            "行没有 court_id，只计入全部法院（--court '*'）",
            "rows without court_id: counted only over all courts (--court '*')",
        ),
        (
            quality.closed_before_filed,
            "行结案早于立案，请核对",
            "rows with the closing before the filing: check them",
        ),
    )
    for count, zh, en in counts:
        if count:
            yield tr(f"{count}{zh}", f"{count} {en.replace('rows', 'row', 1) if count == 1 else en}")


def _of_flow(quality: Quality, found: Iterable[Figure]) -> Iterator[str]:
    """Cases that are new and nothing else, because nobody can read whether they are closed."""
    counts = {figure.key: figure.value or 0 for figure in found}
    if "closed_on" not in quality.unreadable or not counts.keys() >= {OPENING, NEW, ACCEPTED}:
        return
    alone = int(counts[OPENING] + counts[NEW] - counts[ACCEPTED])
    if alone:
        cases = "1 case counts" if alone == 1 else f"{alone} cases count"
        yield tr(
            f"{alone}件结案日无法识别，计入新收，不计入受理、已结、未结：旧存＋新收－已结＝未结不成立",
            f"{cases} in new, not in accepted, closed, pending (closed_on cannot be read): opening + new − closed = pending does not hold",
        )


def _of_formulas(outside: list[LeftOut], asked: list[str]) -> Iterator[str]:
    for one in outside:
        if one.parameters and not one.columns:
            names = _listed(one.parameters)
            yield tr(f"{one.key} 缺少参数 {names}，未计算", f"{one.key}: left out, no parameter {names}")
        elif one.columns and (one.key in asked or one.key.split(":")[0] in asked):
            names = _listed(one.columns)
            yield tr(f"{one.key} 缺少列 {names}，未计算", f"{one.key}: left out, the facts lack {names}")
    silent = [one for one in outside if one.columns]
    if silent:
        columns = _listed(dict.fromkeys(name for one in silent for name in one.columns))
        yield tr(
            f"{len(silent)}项指标因事实缺少有关列而未计算：{columns}",
            f"{len(silent)} figures left out because the facts lack columns: {columns}",
        )


def _listed(names: Iterable[str]) -> str:
    told = list(names)
    more = tr("等", " …") if len(told) > SHOWN else ""
    return tr("、", ", ").join(told[:SHOWN]) + more
