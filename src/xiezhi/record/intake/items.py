"""From the rows of a table to what can be recorded: each row, group of rows or text becomes one item, with its case or its faults."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from xiezhi.record.intake.batch import Item
from xiezhi.record.intake.cases import incoming_case
from xiezhi.record.intake.faults import Fault
from xiezhi.record.intake.files.table import Row
from xiezhi.record.intake.incoming import FaultyError, Incoming
from xiezhi.record.intake.judgments import incoming_judgment
from xiezhi.record.intake.log_cases import LogRow, check_turns, incoming_log
from xiezhi.record.intake.mapping import expressions
from xiezhi.record.intake.mapping.converting import Converter, Unmapped
from xiezhi.record.intake.mapping.fields import field_of
from xiezhi.record.intake.mapping.values import Mapping
from xiezhi.record.intake.places import Places
from xiezhi.rules.errors import InputError

_NEEDED = {
    "cases": (("number", "external_id"), ("filed_on",), ("cause",)),
    "events": (("external_id",), ("activity",), ("happened_on",)),
    "judgments": (("text",),),
}


class Reader:
    """Rows of one file into items, by one mapping. Raises InputError for a mapping that does not fit the file."""

    def __init__(
        self,
        mapping: Mapping,
        columns: Sequence[str],
        places: Places,
        today: date,
        *,
        epoch_1904: bool = False,
    ) -> None:
        self.mapping, self.places, self.today = mapping, places, today
        self.converter = Converter(mapping, columns, epoch_1904=epoch_1904)
        check_whole(mapping)
        self.unmapped: Counter[Unmapped] = Counter()

    def items(self, rows: Sequence[Row]) -> list[Item]:
        """The items of a stretch of rows. In an event log the rows of a case stand together (see `grouped`)."""
        if self.mapping.shape != "events":
            return [self._item(row) for row in rows]
        groups = groupby(rows, key=self.case_of)
        return [item for ref, group in groups for item in self._log_items(ref, list(group))]

    def case_of(self, row: Row) -> str:
        """What an event log calls the case of a row; empty where it does not say."""
        rule = self.mapping.rule("external_id")
        if row.cells is None or rule is None:
            return ""
        return str(self._only_ref.row(row.cells).values.get("external_id", ""))

    @cached_property
    def _only_ref(self) -> Converter:
        """What reads the case's name alone."""
        rules = tuple(rule for rule in self.mapping.rules if rule.field == "external_id")
        return Converter(self.mapping.model_copy(update={"rules": rules}), self.converter.columns)

    def _item(self, row: Row) -> Item:
        lines = ((row.line, row.cells),)
        if row.cells is None:
            return Item(lines, None, row.faults)
        mapped = self.converter.row(row.cells)
        self.unmapped.update(mapped.unmapped)
        # Of a row with too many or too few cells nothing else is told: whatever is missing or unreadable in it comes from that.
        grave = [*(fault for fault in row.faults if fault.grave), *(() if row.torn else mapped.faults)]
        try:
            incoming = self._incoming(mapped.values)
        except FaultyError as faulty:
            told = {fault.field for fault in grave}
            # What could not be read is not also said to be missing.
            missing = [
                fault
                for fault in faulty.faults
                if not row.torn and fault.field not in mapped_fields(self.mapping, told)
            ]
            notes = [fault for fault in row.faults if not fault.grave]
            return Item(lines, None, (*grave, *missing, *notes), faulty.ref, faulty.number)
        if grave:
            return Item(
                lines,
                None,
                (*grave, *(fault for fault in row.faults if not fault.grave)),
                incoming.ref,
                incoming.number,
            )
        noted = tuple(fault for fault in row.faults if not fault.grave)
        return Item(lines, incoming._replace(notes=(*incoming.notes, *noted)) if noted else incoming)

    def _incoming(self, values: dict[str, Any]) -> Incoming:
        if self.mapping.shape == "judgments":
            text = values.get("text")
            if not text:
                raise FaultyError(
                    [Fault("text", "缺少文书全文", "the text of the judgment is missing")],
                    str(values.get("external_id") or ""),
                )
            return incoming_judgment(text, str(values.get("external_id") or ""), self.places, self.today)
        return incoming_case(values, self.places, self.mapping, self.today)

    def _log_items(self, ref: str, rows: list[Row]) -> Iterator[Item]:
        """The case of a group of rows, and those of its lines that could not be read."""
        readable: list[LogRow] = []
        faults: list[Fault] = []
        for row in rows:
            if row.cells is None or not ref:
                missing = (
                    (Fault("external_id", "缺少案件编号", "the identifier of the case is missing"),)
                    if row.cells is not None
                    else ()
                )
                yield Item(((row.line, row.cells),), None, (*row.faults, *missing))
                continue
            mapped = self.converter.row(row.cells)
            self.unmapped.update(mapped.unmapped)
            grave = [*(fault for fault in row.faults if fault.grave), *mapped.faults]
            faults += [
                fault._replace(zh=f"第{row.line}行：{fault.zh}", en=f"line {row.line}: {fault.en}")
                for fault in grave
            ]
            readable.append(LogRow(row.line, row.cells, mapped.values))
        if not readable:
            return
        lines = tuple((row.line, row.cells) for row in readable)
        if faults:
            yield Item(lines, None, tuple(faults), ref)
            return
        try:
            yield Item(lines, incoming_log(readable, self.converter, self.places, self.today))
        except FaultyError as faulty:
            yield Item(lines, None, tuple(faulty.faults), faulty.ref or ref, faulty.number)


def mapped_fields(mapping: Mapping, labels: set[str]) -> set[str]:
    """The fields whose rule is told under these labels (columns, or the field itself)."""
    return {rule.field for rule in mapping.rules if ("、".join(rule.columns) or rule.field) in labels}


def check_whole(mapping: Mapping) -> None:
    """Raises InputError for a mapping that lacks what its shape needs, or names fields and events there are not."""
    there = {rule.field for rule in mapping.rules}
    for rule in mapping.rules:
        field_of(rule.field)
        if not (rule.columns or rule.constant or rule.expression or rule.default):
            zh, en = (
                f"字段 {rule.field} 没有来源列，也没有固定值",
                f"the field {rule.field} has neither column nor constant",
            )
            raise InputError(zh, en, field=rule.field)
    for alternatives in _NEEDED[mapping.shape]:
        if not there.intersection(alternatives):
            field = field_of(alternatives[0])
            raise InputError(
                f"对照缺少{field.zh}（{field.name}）",
                f"the mapping lacks {field.en} ({field.name})",
                field=field.name,
            )
    check_turns(mapping, expressions.check_condition)


def grouped(rows: Iterator[Row], reader: Reader) -> Iterator[Row]:
    """The rows of an event log with those of a case together, by case and line, sorted on the disk."""
    disk = sqlite3.connect("")  # an anonymous file that goes with the connection
    disk.execute("CREATE TABLE rows (ref TEXT, line INTEGER, row TEXT)")
    disk.executemany(
        "INSERT INTO rows VALUES (?, ?, ?)",
        (
            (
                reader.case_of(row),
                row.line,
                json.dumps([row.cells, row.faults], ensure_ascii=False, default=str),
            )
            for row in rows
        ),
    )
    for line, text in disk.execute("SELECT line, row FROM rows ORDER BY ref, line"):
        cells, faults = json.loads(text)
        yield Row(line, cells, tuple(Fault(*fault) for fault in faults))
    disk.close()


def batches(rows: Iterator[Row], size: int, reader: Reader) -> Iterator[list[Row]]:
    """Stretches of rows, always the same for the same file; in an event log no case is cut."""
    if reader.mapping.shape == "events":
        rows = grouped(rows, reader)
    batch: list[Row] = []
    last_line, last_case = 0, ""
    together = reader.mapping.shape == "events"
    for read in rows:
        # Every row has a line of its own, also where the file is damaged.
        row = read if together or read.line > last_line else read._replace(line=last_line + 1)
        case = reader.case_of(row) if together else ""
        if len(batch) >= size and not (together and case and case == last_case):
            yield batch
            batch = []
        batch.append(row)
        last_line, last_case = row.line, case
    if batch:
        yield batch
