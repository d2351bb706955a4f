"""Trying a mapping without writing: courts that would be founded, what the ledger would refuse, days written in two ways."""

from collections import Counter
from collections.abc import Mapping as Mapping_
from collections.abc import Sequence
from uuid import UUID

from xiezhi.record.errors import InputError, XiezhiError
from xiezhi.record.intake.faults import Fault, Words, of_error
from xiezhi.record.intake.files.table import Row
from xiezhi.record.intake.incoming import Incoming
from xiezhi.record.intake.mapping.days import Form, kind_of
from xiezhi.record.intake.mapping.fields import field_of
from xiezhi.record.intake.mapping.values import Mapping
from xiezhi.record.intake.places import Places
from xiezhi.record.models import Case
from xiezhi.record.models.shared import new_id
from xiezhi.record.numbers import sort_key
from xiezhi.record.schemas import validate

LOOKED_UP = 2_000  # numbers a query


class TrialPlaces(Places):
    """As Places, but an outside court gets a passing identifier instead of a row."""

    def _found(self, named: str, level: str, code: str) -> UUID:
        if not self._founding:
            raise InputError(f"没有法院“{named}”", f"no court “{named}”", field="court")
        self._courts[named] = new_id()
        return self._courts[named]


def taken_numbers(told: Sequence[Incoming], source: str) -> dict[tuple[UUID, str], set[str]]:
    """The numbers among these that cases of the record have, by court, with the references by which this source knows those cases: none, where
    another source or this platform brought them."""
    found: dict[tuple[UUID, str], set[str]] = {}
    for first in range(0, len(told), LOOKED_UP):
        keys = [sort_key(one.number) for one in told[first : first + LOOKED_UP] if one.number]
        there = Case.objects.filter(number_key__in=keys).values_list(
            "court", "number", "source", "external_ref"
        )
        for court, number, brought_by, ref in there:
            found.setdefault((court, number), set()).update([ref] if brought_by == source else [])
    return found


def refused_later(
    incoming: Incoming, again: bool, taken: Mapping_[tuple[UUID, str], set[str]]
) -> list[Fault]:
    """What the record would refuse of a case that can be read: contents that do not fit, a number that is `taken`."""
    faults: list[Fault] = []
    for told in incoming.events:
        try:
            validate(told.kind, told.data)
        except XiezhiError as fault:
            faults.append(of_error(fault))
    if again:
        faults.append(
            Fault("external_id", "文件中同一案件不止一行", "several rows of the file tell of this case")
        )
    known = taken.get((incoming.court, incoming.number))
    if known is not None and incoming.ref not in known:
        faults.append(
            Fault("number", f"案号{incoming.number}已有案件", f"there is a case {incoming.number} already")
        )
    return faults


def mixed_days(mapping: Mapping, columns: Sequence[str], rows: Sequence[Row]) -> list[Words]:
    """Columns of days that are written in more than one way, with the ways."""
    found: list[Words] = []
    for rule in mapping.rules:
        if field_of(rule.field).kind != "day" or len(rule.columns) != 1:
            continue
        place, form = list(columns).index(rule.columns[0]), Form(rule.order or mapping.order, rule.serial)
        kinds: Counter[str] = Counter()
        for row in rows:
            cell = row.cells[place] if row.cells else None
            if isinstance(cell, str) and cell.strip():
                read = kind_of(cell.strip(), form)
                kinds[read[0] if read else "?"] += 1
        if len(kinds) > 1:
            told = "、".join(f"{kind} {times}" for kind, times in kinds.most_common())
            found.append(
                (
                    f"“{rule.columns[0]}”列的日期写法不一：{told}",
                    f"the days of “{rule.columns[0]}” are written in several ways: {told}",
                )
            )
    return found
