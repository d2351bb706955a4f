"""A whole report, made from what was measured: heading, what to know first, sections, definitions, recipients.

The same basis gives the same report for ever, as long as the definitions stay: the snapshot is pinned, the definitions are told with
their versions and kept as digests, and a report that is made again says which of them have changed.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from xiezhi.record.projection import mainland_day
from xiezhi.rules.indicators.catalogue import indicators, scopes
from xiezhi.rules.indicators.marks import STATUS_WORDS, VERIFICATION_WORDS
from xiezhi.rules.indicators.model import Indicator
from xiezhi.rules.language import language, tr
from xiezhi.work.situation.report.definitions import (
    Repeated,
    digests_in_force,
    digests_of_posts,
    repeated_words,
)
from xiezhi.work.situation.report.measuring import Measured, measure, with_times
from xiezhi.work.situation.report.sections import ANNEXES, SECTIONS
from xiezhi.work.situation.report.summary import nothing_words, summary
from xiezhi.work.situation.report.values import Basis, Contents, Definition, Places, Section
from xiezhi.work.situation.report.words import told
from xiezhi.work.situation.sight import Sight
from xiezhi.work.situation.wording import day_words, moment_words, period_words


def contents_of(
    sight: Sight,
    basis: Basis,
    places: Places,
    *,
    made_on: date,
    recipients: Sequence[str] = (),
    mark: str = "",
    repeated: Repeated | None = None,
) -> Contents:
    """The report of a basis in the language of the moment; `repeated`: the one that it makes again."""
    measured = measure(sight, basis, places)
    if not measured.is_empty:
        measured = with_times(sight, measured)
    compared = (measured.now, measured.before, measured.previous or {})
    digests = digests_in_force(measured.now, basis.scope)
    digests |= digests_of_posts(one for found in compared for one in found.values())
    sections = _sections(measured)
    if repeated is not None:
        sections = _with_sentence(sections, repeated_words(repeated, digests))
    return Contents(
        lang=language(),
        title=_title(basis, places),
        court=places.title,
        period=period_words(basis.period),
        made_on=made_on,
        basis=basis,
        heading=_heading(basis, made_on),
        summary=summary(measured),
        sections=sections,
        definitions=_definitions(measured),
        annexes=() if measured.is_empty else tuple(filter(None, (annex(measured) for annex in ANNEXES))),
        recipients=tuple(recipients),
        mark=mark,
        digests=digests,
    )


def _title(basis: Basis, places: Places) -> str:
    period = period_words(basis.period)
    return tr(
        f"{places.title}{period}审判运行态势分析报告", f"{places.title}: the situation of trials, {period}"
    )


def _heading(basis: Basis, made_on: date) -> tuple[tuple[str, str], ...]:
    scope = scopes()[basis.scope]
    start, end = day_words(basis.period.start), day_words(basis.period.end)
    running = basis.period.end >= mainland_day(basis.known_at)
    ended = tr("（尚未结束）", " (not over yet)") if running else ""
    return (
        (tr("期间", "Period"), tr(f"{start}至{end}", f"{start} to {end}") + ended),
        (tr("口径", "Scope"), tr(scope.name_zh, scope.name_en)),
        (tr("数据截至", "As known at"), moment_words(basis.known_at)),
        (tr("数据快照", "Snapshot"), basis.snapshot),
        (tr("编制日期", "Made on"), day_words(made_on)),
    )


def _sections(measured: Measured) -> tuple[Section, ...]:
    if measured.is_empty:
        return (Section("flow", tr("收案、结案与存案", "Stock and flow"), (nothing_words(measured.basis),)),)
    return tuple(filter(None, (section(measured) for section in SECTIONS)))


def _with_sentence(sections: tuple[Section, ...], sentence: str) -> tuple[Section, ...]:
    """With a sentence at the end of the data's quality, which is the last section; the only one where there are no cases."""
    *others, last = sections
    return (*others, replace(last, sentences=(*last.sentences, told("{sentence}", sentence=sentence))))


def _definitions(measured: Measured) -> tuple[Definition, ...]:
    """Of every indicator told, in the order of the catalogue."""
    return tuple(_definition(one) for one in indicators().values() if one.id in measured.now)


def _definition(one: Indicator) -> Definition:
    first = day_words(one.first) if one.first else ""
    last = day_words(one.last) if one.last else ""
    force = tr(
        f"{first}起" * bool(first) + f"至{last}" * bool(last),
        f"from {first}" * bool(first) + f" to {last}" * bool(last),
    )
    status = tr("；", "; ").join(
        (tr(*VERIFICATION_WORDS[one.verification]), tr(*STATUS_WORDS[one.formula_status]))
    )
    return Definition(
        one.id, tr(one.name_zh, one.name_en), tr(one.formula_zh, one.formula_en), tr(one.source_zh, one.source_en),
        force.strip(), one.version, status, tr(one.caveat_zh, one.caveat_en),
    )  # fmt: skip
