"""Saved mappings: those of each source, version by version, with what each version changed."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xiezhi.record.errors import NotThere
from xiezhi.record.intake import policy
from xiezhi.record.intake.mapping.values import Mapping, read_mapping
from xiezhi.record.intake.models import SavedMapping, Source
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.imports.areas import areas
from xiezhi.site.staff.imports.targets import SHAPES
from xiezhi.site.staff.imports.typed_mapping import field_words


class Changed(NamedTuple):
    """One difference between two versions; empty = it is not in that version."""

    words: str
    before: str
    after: str


@signed_in
@require_safe
def mappings(request: HttpRequest) -> HttpResponse:
    """Every source with its mapping."""
    viewer = viewer_in(request)
    newest = Prefetch("mappings", SavedMapping.objects.select_related("made_by").order_by("-version"))
    sources = policy.sources_for(viewer).prefetch_related(newest)
    return render(
        request,
        "staff/mappings.html",
        {
            "tabs": areas(viewer, "mappings"),
            "may_import": policy.may_import(viewer),
            "sources": [(source, list(source.mappings.all())) for source in sources],
        },
    )


@signed_in
@require_safe
def one(request: HttpRequest, which: UUID) -> HttpResponse:
    """One version: its rules in words, what it changed against the one before, the others."""
    viewer = viewer_in(request)
    allowed = policy.sources_for(viewer)
    found = (
        SavedMapping.objects.filter(pk=which, source__in=allowed).select_related("source", "made_by").first()
    )
    if found is None:
        raise NotThere("没有这个对照", "no such mapping")
    versions = list(_versions(found.source))
    earlier = next((version for version in versions if version.version == found.version - 1), None)
    mapping = read_mapping(found.content)
    return render(
        request,
        "staff/mapping_one.html",
        {
            "tabs": areas(viewer, "mappings"),
            "found": found,
            "versions": versions,
            "earlier": earlier,
            "changes": list(differences(read_mapping(earlier.content), mapping)) if earlier else [],
            "rules": [
                (field_words(rule.field), *rule_words(rule.model_dump(exclude_defaults=True)))
                for rule in mapping.rules
            ],
            "general": [(words, value) for words, value in general_words(mapping).items() if value],
            "turns": mapping.turns,
        },
    )


def _versions(source: Source) -> Any:
    return source.mappings.select_related("made_by").order_by("-version")


def differences(before: Mapping, after: Mapping) -> Iterator[Changed]:
    """What the later version says otherwise, field by field."""
    old = {rule.field: rule.model_dump(exclude_defaults=True) for rule in before.rules}
    new = {rule.field: rule.model_dump(exclude_defaults=True) for rule in after.rules}
    for name in [*new, *(name for name in old if name not in new)]:
        if old.get(name) != new.get(name):
            yield from _of_field(name, old.get(name, {}), new.get(name, {}))
    was, now = general_words(before), general_words(after)
    yield from (Changed(words, was[words], now[words]) for words in now if was[words] != now[words])
    turned = {(turn.activity, turn.when): turn for turn in before.turns}
    turns = {(turn.activity, turn.when): turn for turn in after.turns}
    for key in [*turns, *(key for key in turned if key not in turns)]:
        if turned.get(key) != turns.get(key):
            yield Changed(" ".join(filter(None, key)), _event(turned.get(key)), _event(turns.get(key)))


def _of_field(name: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Changed]:
    """Where the column stays, only what is read otherwise is told; of a table of values only the values that changed."""
    words = field_words(name)
    was, now = _whole({**old, "codes": {}}), _whole({**new, "codes": {}})
    if was != now:
        yield Changed(words, was, now)
    were, are = old.get("codes", {}), new.get("codes", {})
    for value in [*are, *(value for value in were if value not in are)]:
        if were.get(value) != are.get(value):
            yield Changed(f"{words} “{value}”", were.get(value, ""), are.get(value, ""))


def _whole(rule: dict[str, Any]) -> str:
    return tr("，", ", ").join(filter(None, rule_words(rule)))


def _event(turn: Any) -> str:
    return "" if turn is None else str(turn.event)


def rule_words(rule: dict[str, Any]) -> tuple[str, str]:
    """Where a field comes from, and how it is read."""
    whence = (
        tr(" ＋ ", " + ").join(rule.get("columns", ()))
        or rule.get("expression", "")
        or (f"“{rule['constant']}”" if rule.get("constant") else "")
    )
    ways = [
        f"{tr(*WAYS[name])} {tr('是', 'yes') if value is True else value}"
        for name, value in rule.items()
        if name in WAYS and value
    ]
    codes = rule.get("codes") or {}
    if codes:
        ways.append(tr(f"值的对照{len(codes)}项", f"{len(codes)} values"))
    return whence, tr("；", "; ").join(ways)


WAYS = {
    "join": ("合并符号", "joined by"),
    "default": ("空的作为", "empty means"),
    "before": ("只取此前", "only before"),
    "after": ("只取此后", "only after"),
    "separators": ("姓名分隔", "names parted by"),
    "unit": ("单位", "unit"),
    "decimal": ("小数点", "decimal sign"),
    "order": ("日期次序", "order of days"),
    "serial": ("日期序号", "serial days"),
}


def general_words(mapping: Mapping) -> dict[str, str]:
    """What holds for the whole file."""
    yes = tr("是", "yes")
    reading = mapping.reading
    return {
        tr("一行是", "A row is"): tr(*SHAPES[mapping.shape]),
        tr("日期次序", "Order of days"): mapping.order,
        tr("外地案号", "Foreign numbers"): yes if mapping.foreign_numbers else "",
        tr("登记省外法院", "Courts outside are entered"): yes if mapping.outside_courts else "",
        tr("查不到的法官", "Judges not found"): tr("记入备注", "kept as a note")
        if mapping.unknown_judges == "note"
        else "",
        tr("工作表", "Sheet"): reading.sheet,
        tr("编码", "Encoding"): reading.encoding,
        tr("分隔符", "Delimiter"): reading.delimiter,
        tr("表头行", "Heading"): "" if reading.heading is None else str(reading.heading),
        tr("带到后面的列", "Carried columns"): tr("、", ", ").join(mapping.carried),
    }
