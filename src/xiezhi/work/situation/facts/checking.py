"""What is wrong with the rows of a source, and the rows without it: cells that cannot be read, cases twice, days in impossible order."""

from datetime import UTC, datetime
from typing import Any

import ibis
import ibis.expr.types as ir

from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.columns import MOMENT, fact_columns
from xiezhi.work.situation.facts import cleaning
from xiezhi.work.situation.facts.table import COLUMNS_ADDED, LINE, TYPES, UNREADABLE, Fault, Quality, Run

EXAMPLES = 20  # cells told in full
TWICE = 20  # cases told by name when they stand twice, and lines of each
_TIMES = ("recorded_at", "superseded_at")


class Checking:
    """The rows of one source that are known at a moment. Raises InputError where the source as a whole cannot be meant."""

    def __init__(self, name: str, source: ir.Table, run: Run, *, as_of: datetime | None) -> None:
        self._name = name
        self._run = run
        self._columns = {name: column for name, column in fact_columns().items() if name in source.columns}
        self._check_needed(as_of)
        self._unknown = tuple(
            name for name in source.columns if name not in self._columns and name not in COLUMNS_ADDED
        )
        line = source[LINE] if LINE in source.columns else ibis.null("int64")
        cells = {name: cleaning.raw(source[name], column) for name, column in self._columns.items()}
        every = source.select(**{LINE: line}, **cells)
        self._raw = self._known(every, as_of)
        self._left = self._count(every) - self._count(self._raw) if self._raw is not every else 0
        self._unreadable = self._count_unreadable()

    def cleaned(self) -> ir.Table:
        """The rows with typed columns, LINE, and UNREADABLE where there is anything to tell in it."""
        values = {name: cleaning.clean(self._raw[name], column) for name, column in self._columns.items()}
        if self._unreadable:
            named = [self._bad(name).ifelse(f"{name},", "") for name in self._unreadable]
            values[UNREADABLE] = sum(named, ibis.literal(","))
        return self._raw.select(LINE, **values)

    def quality(self, rows: ir.Table) -> Quality:
        """What a reader of figures should know of the rows of `cleaned`."""
        self._check_each_once(rows)
        counts = {
            "rows": rows.count(),
            "unidentified": rows.case_id.isnull().sum(),
            "not_filed": rows.filed_on.isnull().sum(),
            "of_no_court": rows.court_id.isnull().sum(),
        }
        if "closed_on" in rows.columns:
            counts["closed_before_filed"] = (rows.closed_on < rows.filed_on).sum()
        found = {name: int(count or 0) for name, count in self._rows(rows.aggregate(**counts))[0].items()}
        return Quality(
            superseded=self._left,
            unreadable=self._unreadable,
            examples=self._examples(),
            unknown_columns=self._unknown,
            **found,
        )

    def _check_needed(self, as_of: datetime | None) -> None:
        for name, column in fact_columns().items():
            asked = name == "recorded_at" and as_of is not None
            if (column.needed or asked) and name not in self._columns:
                raise InputError(
                    f"{self._name} 缺少列 {name}（{column.name_zh}）",
                    f"{self._name}: column {name} ({column.name_en}) is missing",
                    field=name,
                )

    def _known(self, rows: ir.Table, as_of: datetime | None) -> ir.Table:
        """The rows known at a moment; without one, those that nothing has replaced. A time that cannot be read proves neither."""
        times = {name: self._columns[name] for name in _TIMES if name in self._columns}
        read = {name: cleaning.clean(rows[name], column) for name, column in times.items()}
        conditions = []
        if "superseded_at" in read and as_of is None:
            conditions.append(rows.superseded_at.isnull())
        if as_of is not None:
            moment = ibis.timestamp(as_of.astimezone(UTC).replace(tzinfo=None)).cast(TYPES[MOMENT])
            conditions.append(rows.recorded_at.isnull() | (read["recorded_at"] <= moment))
            if "superseded_at" in read:
                conditions.append(rows.superseded_at.isnull() | (read["superseded_at"] > moment))
        return rows.filter(*conditions) if conditions else rows

    def _bad(self, name: str) -> ir.BooleanValue:
        return cleaning.bad(self._raw[name], self._columns[name]).fill_null(False)

    def _rows(self, table: ir.Table) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._run(table).to_pylist()
        return found

    def _count(self, rows: ir.Table) -> int:
        return int(self._rows(rows.aggregate(rows=rows.count()))[0]["rows"])

    def _count_unreadable(self) -> dict[str, int]:
        suspects = [name for name, column in self._columns.items() if cleaning.may_be_bad(self._raw[name])]
        if not suspects:
            return {}
        counts = self._rows(self._raw.aggregate(**{name: self._bad(name).sum() for name in suspects}))[0]
        return {name: int(count) for name, count in counts.items() if count}

    def _examples(self) -> tuple[Fault, ...]:
        found: list[Fault] = []
        for name in self._unreadable:
            if len(found) >= EXAMPLES:
                break
            rows = self._raw.filter(self._bad(name)).select(LINE, "case_id", value=self._raw[name])
            told = self._rows(rows.order_by(LINE, "case_id").limit(EXAMPLES - len(found)))
            found += [
                Fault(row[LINE], row["case_id"], name, row["value"].removeprefix(cleaning.NESTED))
                for row in told
            ]
        return tuple(found)

    def _check_each_once(self, rows: ir.Table) -> None:
        named = rows.filter(rows.case_id.notnull())
        counted = named.group_by("case_id").agg(times=named.count())
        several = counted.filter(counted.times > 1)
        twice = [row["case_id"] for row in self._rows(several.order_by("case_id").limit(TWICE))]
        if not twice:
            return
        at = {name: self._lines_of(rows, name) for name in twice}
        more = self._count(several) - len(twice)
        more_zh, more_en = (f"，另有{more}件", f", and {more} more cases") if more else ("", "")
        raise InputError(
            f"{self._name} 中同一案件有几行现行的事实：{'、'.join(_at(*one, '（第{}行）', '、') for one in at.items())}{more_zh}"
            "；请只留一行，或者写明 superseded_at",
            f"{self._name} holds several current rows of one case: {', '.join(_at(*one, ' (lines {})', ', ') for one in at.items())}{more_en}; "
            "keep one of them, or tell superseded_at",
            field="case_id",
            line=next(iter(at[twice[0]]), None),
        )

    def _lines_of(self, rows: ir.Table, case: str) -> list[int]:
        found = self._rows(rows.filter(rows.case_id == case).select(LINE).order_by(LINE).limit(TWICE))
        return [row[LINE] for row in found if row[LINE] is not None]


def _at(case: str, lines: list[int], form: str, between: str) -> str:
    """A case with the lines in which it stands, where the source has lines."""
    return case + (form.format(between.join(map(str, lines))) if lines else "")
