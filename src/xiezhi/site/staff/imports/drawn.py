"""The mapping page put together: the file as it was found, the columns with their rules, a trial of the mapping."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.html import format_html

from xiezhi.record.intake import queries
from xiezhi.record.intake.files.table import Reading
from xiezhi.record.intake.looking import Look, look
from xiezhi.record.intake.mapping.fields import field_of
from xiezhi.record.intake.mapping.values import Mapping, Rule, read_mapping
from xiezhi.record.intake.models import Import
from xiezhi.record.intake.queries import Check, Preview
from xiezhi.record.models.jobs import OPEN as AT_WORK
from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import InputError, XiezhiError
from xiezhi.rules.language import language, tr
from xiezhi.site.staff.imports import targets
from xiezhi.site.staff.imports.columns import coded_columns, columns_shown, value_words
from xiezhi.site.staff.imports.one import parts_of
from xiezhi.site.staff.imports.typed_mapping import BLANK_CONSTANTS, BLANK_TURNS, field_words, pairs_text

MOST_PROBLEMS = 40
KINDS = {
    "csv": "CSV",
    "jsonl": "JSON Lines",
    "xlsx": "Excel",
    "xls": "Excel 97",
    "ods": "ODS",
    "parquet": "Parquet",
}
_signer = Signer(salt="heads")


class Problem(NamedTuple):
    """A fault that rows share."""

    words: str
    column: str
    rows: int
    line: int | None


def heads_of(text: str) -> list[str]:
    """The columns for which a form was made, as it carries them. Raises InputError for what this site did not write."""
    try:
        found: list[str] = json.loads(_signer.unsign(text))
    except (BadSignature, ValueError):
        raise InputError(
            "表单不完整，请重新打开这一页", "the form is not whole: open the page again", field="heads"
        ) from None
    return found


def first_mapping(of: Import, viewer: Viewer) -> Mapping:
    """What the page begins with: the mapping the import has, the latest of its source, else the guess."""
    latest = of.mapping or of.source.mappings.order_by("-version").first()
    if latest is not None:
        return read_mapping(latest.content)
    try:
        return queries.preview(of.pk, by=viewer).guess.mapping
    except InputError:
        return Mapping()


def mapping_reread(
    of: Import, viewer: Viewer, reading: Reading, before: Mapping, heads: Sequence[str]
) -> Mapping:
    """The mapping when the file is read in another way: what was chosen for columns that are still there stays, new columns are guessed.
    `heads` are the columns `before` was made for."""
    try:
        found = queries.preview(of.pk, by=viewer, reading=reading)
    except InputError:
        return before.model_copy(update={"reading": reading})
    there = {column.name for column in found.columns}
    if not there.intersection(heads):
        return found.guess.mapping
    kept = [rule for rule in before.rules if there.issuperset(rule.columns)]
    chosen = {rule.field for rule in kept}
    guessed = [
        rule
        for rule in found.guess.mapping.rules
        if rule.columns and rule.field not in chosen and not set(heads).intersection(rule.columns)
    ]
    return before.model_copy(update={"reading": reading, "rules": (*kept, *guessed)})


@dataclass
class Drawing:
    """One view of the page: a mapping over a file, with what was wrong and what was tried."""

    viewer: Viewer
    of: Import
    mapping: Mapping
    fault: str = ""
    checked: dict[str, Any] | None = None

    @cached_property
    def found(self) -> Preview | None:
        """The file as it is read; None when it cannot be."""
        try:
            return queries.preview(self.of.pk, by=self.viewer, reading=self.mapping.reading)
        except InputError as fault:
            self.fault = self.fault or fault.text(language())
            return None

    @cached_property
    def looked(self) -> Look:
        columns = coded_columns(self.mapping)
        return look(self.of.pk, by=self.viewer, reading=self.mapping.reading, counted=columns)

    def context(self) -> dict[str, Any]:
        """Everything the template is given."""
        found = self.found
        counts = queries.counts(self.of)
        context: dict[str, Any] = {
            "of": self.of,
            "parts": parts_of(self.of, counts, "mapping"),
            "found": found,
            "fault": self.fault,
            "mapping": self.mapping,
            "reading": self.mapping.reading,
            "encodings": targets.encodings(),
            "delimiters": targets.named(targets.DELIMITERS),
            "delimiter_chosen": "tab"
            if self.mapping.reading.delimiter == "\t"
            else self.mapping.reading.delimiter,
            "sheets": found.sheets if found else (),
            "sheet": found.sheet if found else "",
        }
        return context if found is None else context | self._of_file(found)

    def _of_file(self, found: Preview) -> dict[str, Any]:
        heads = [column.name for column in found.columns]
        reasons = found.guess.reasons
        return {
            "heads": _signer.sign(json.dumps(heads, ensure_ascii=False)),
            "facts": _facts(found, self.looked),
            "notices": [tr(*words) for words in found.notes],
            "lacking": [
                (column, field_words(rule.field)) for rule, column in _lacking(self.mapping.rules, heads)
            ],
            "origin": self._origin(),
            "columns": columns_shown(self.mapping, self.looked, reasons, (self.checked or {}).get("wrong")),
            "targets": targets.targets(self.mapping),
            "shapes": targets.named(targets.SHAPES),
            "orders": targets.named(targets.ORDERS),
            "shape": self.mapping.shape,
            "constants": _constants(self.mapping),
            "turns": self._turns() if self.mapping.shape == "events" else [],
            "event_kinds": targets.event_kinds(),
            "checked": self.checked,
            "at_work": self.of.job is not None and self.of.job.state in AT_WORK,
            "live": format_html(
                ' hx-post="{}" hx-trigger="change" hx-include="#mapping" hx-target="#checked" hx-swap="outerHTML" hx-sync="#mapping:queue last"',
                reverse("staff:import_mapping", args=[self.of.pk]),
            ),
        }

    def _origin(self) -> str:
        saved = self.of.mapping or self.of.source.mappings.order_by("-version").first()
        if saved is None:
            return tr("按列名和内容猜过，请核对", "guessed from heads and contents; please check")
        return tr(f"沿用来源的对照第{saved.version}版", f"version {saved.version} of the source's mapping")

    def _turns(self) -> list[dict[str, Any]]:
        """The turns, one for every activity that was seen and has none, and a blank one."""
        lines = [
            {"activity": turn.activity, "event": turn.event, "when": turn.when, "data": pairs_text(turn.data)}
            for turn in self.mapping.turns
        ]
        rule = self.mapping.rule("activity")
        said = {turn.activity for turn in self.mapping.turns}
        seen = self.looked.values.get(rule.columns[0], Counter()) if rule and rule.columns else Counter[str]()
        lines += [
            {"activity": name, "event": "", "when": "", "data": ""}
            for name in list(seen)[:60]
            if name not in said
        ]
        lines += [{"activity": "", "event": "", "when": "", "data": ""}] * BLANK_TURNS
        return [{**line, "place": place} for place, line in enumerate(lines)]


def _facts(found: Preview, looked: Look) -> list[tuple[str, str]]:
    """What the file is, in words."""
    facts = [(tr("格式", "Kind"), KINDS[found.kind])]
    if found.encoding:
        facts.append((tr("编码", "Encoding"), targets.ENCODING_NAMES.get(found.encoding, found.encoding)))
    if found.delimiter:
        key = "tab" if found.delimiter == "\t" else found.delimiter
        facts.append((tr("分隔符", "Delimiter"), tr(*targets.DELIMITERS.get(key, (key, key)))))
    if found.sheets:
        more = (
            tr(f"{found.sheet}（共{len(found.sheets)}张）", f"{found.sheet} (of {len(found.sheets)})")
            if len(found.sheets) > 1
            else found.sheet
        )
        facts.append((tr("工作表", "Sheet"), more))
    rows = f"{looked.rows:,}" + ("" if looked.whole else "+")
    return [*facts, (tr("行", "Rows"), rows), (tr("列", "Columns"), str(len(found.columns)))]


def _lacking(rules: Sequence[Rule], heads: Sequence[str]) -> list[tuple[Rule, str]]:
    there = set(heads)
    return [(rule, column) for rule in rules for column in rule.columns if column not in there]


def _constants(mapping: Mapping) -> list[dict[str, Any]]:
    """The fields without a column, and blank lines for others."""
    said = [
        {
            "field": rule.field,
            "kind": "expression" if rule.expression else "constant",
            "value": rule.expression or rule.constant or rule.default,
        }
        for rule in mapping.rules
        if not rule.columns
    ]
    lines = said + [{"field": "", "kind": "constant", "value": ""}] * BLANK_CONSTANTS
    return [{**line, "place": place, "words": _constant_words(line)} for place, line in enumerate(lines)]


def _constant_words(line: dict[str, Any]) -> str:
    """What a constant that is a code means."""
    if line["kind"] != "constant" or not line["field"] or field_of(line["field"]).kind != "code":
        return ""
    return value_words(line["field"], line["value"])


def checked_context(viewer: Viewer, of: Import, mapping: Mapping, rows: int) -> dict[str, Any]:
    """What the mapping would give on the first rows, or why it cannot be tried."""
    try:
        found = queries.check(of.pk, mapping, by=viewer, on=viewer.on, rows=rows)
    except XiezhiError as fault:
        return {"refusal": fault.text(language())}
    whole = found.rows < rows
    scope = (
        tr(f"全部{found.rows:,}行", f"all {found.rows:,} rows")
        if whole
        else tr(f"前{found.rows:,}行", f"the first {found.rows:,} rows")
    )
    bad = found.rows - found.good
    return {
        "scope": scope,
        "figures": [
            (tr("可以登记的行", "Rows to be recorded"), found.good, False),
            (tr("要隔离的行", "Rows for quarantine"), bad, bool(bad)),
        ],
        "problems": _problems(found),
        "wrong": _by_column(found),
        "notes": [tr(*words) for words in found.notes],
    }


def _by_column(found: Check) -> dict[str, int]:
    """Rows with a fault by column or field; a row with two faults in one column counts twice."""
    counted: Counter[str] = Counter()
    for one in found.faults:
        counted[one.field] += one.count
    return counted


def _problems(found: Check) -> list[Problem]:
    return [
        Problem(tr(one.zh, one.en), label_of(one.field), one.count, one.lines[0] if one.lines else None)
        for one in found.faults[:MOST_PROBLEMS]
    ]


def label_of(name: str) -> str:
    """A column by its head, a field by its name."""
    try:
        field_of(name)
    except InputError:
        return name
    return field_words(name)
