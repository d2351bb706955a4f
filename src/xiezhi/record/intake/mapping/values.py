"""A mapping as a value: for each field the columns it comes from and how they are read. JSON in, JSON out (pydantic).

A mapping belongs to a source and is kept in versions (models.SavedMapping). `check_whole` says what no mapping of its shape can do without.
"""

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from xiezhi.record.intake.files.table import Reading
from xiezhi.rules.errors import InputError

MOST_RULES, MOST_CODES = 500, 5_000
DayOrder = Literal["", "ymd", "dmy", "mdy"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Value):
    """How one field is filled: from columns joined together, a constant or an expression; then cut, translated, or filled by default."""

    field: str = Field(
        max_length=60, description="a name of FIELDS, or with a number as in deduction.1.start"
    )
    columns: tuple[str, ...] = Field(default=(), max_length=20)
    join: str = Field(default="", max_length=10, description="stands between several columns")
    constant: str = Field(default="", max_length=500)
    expression: str = Field(default="", max_length=200, description="such as: decided_on - [tempo] days")
    default: str = Field(default="", max_length=500, description="where nothing stands")
    codes: dict[str, str] = Field(
        default_factory=dict, max_length=MOST_CODES, description="value of the source: our value"
    )
    before: str = Field(default="", max_length=20, description="only what stands before these characters")
    after: str = Field(default="", max_length=20, description="only what stands after these characters")
    separators: str = Field(
        default="",
        max_length=10,
        description="signs between several names in one cell; empty: the usual ones",
    )
    unit: Literal["yuan", "fen"] = "yuan"
    decimal: Literal["", ".", ","] = Field(
        default="", description="the decimal sign of amounts; empty: by the shape of each"
    )
    order: DayOrder = Field(default="", description="of a day written 01-03-2019; empty: that of the mapping")
    serial: bool = Field(default=False, description="plain numbers are days of a spreadsheet")


class Turn(_Value):
    """What an activity of an event log becomes: an event, when its condition holds. The first turn that fits is taken."""

    activity: str = Field(max_length=200)
    event: str = Field(
        max_length=60, description="a kind of the event catalogue; note.recorded where nothing fits"
    )
    when: str = Field(default="", max_length=200, description="such as: [totalpaymentamount] >= [amount]")
    data: dict[str, str] = Field(default_factory=dict, max_length=20, description="content of the event")


class Mapping(_Value):
    """How a file of a source is read: `cases` (a row a case), `events` (a row an event of a log), `judgments` (a row a text)."""

    shape: Literal["cases", "events", "judgments"] = "cases"
    rules: tuple[Rule, ...] = Field(default=(), max_length=MOST_RULES)
    turns: tuple[Turn, ...] = Field(default=(), max_length=MOST_RULES)
    carried: tuple[str, ...] = Field(
        default=(), max_length=50, description="columns whose value goes on to later rows of the case"
    )
    reading: Reading = Reading()
    order: DayOrder = ""
    foreign_numbers: bool = Field(default=False, description="case numbers need not have the form of ours")
    outside_courts: bool = Field(
        default=False, description="courts we do not know are entered as courts outside the province"
    )
    unknown_judges: Literal["quarantine", "note"] = Field(
        default="quarantine", description="note: the name is kept as a note"
    )

    def rule(self, field: str) -> Rule | None:
        """The rule of a field, if it has one."""
        return next((rule for rule in self.rules if rule.field == field), None)

    def columns(self) -> tuple[str, ...]:
        """Every column that a rule names."""
        return tuple(dict.fromkeys(column for rule in self.rules for column in rule.columns))


def read_mapping(content: object) -> Mapping:
    """A mapping from its JSON. Raises InputError with the place of the first fault."""
    try:
        return Mapping.model_validate(content)
    except ValidationError as fault:
        error = fault.errors(include_url=False)[0]
        place = ".".join(map(str, error["loc"]))
        raise InputError(
            f"对照的 {place} 不合要求：{error['msg']}", f"mapping, {place}: {error['msg']}", field=place
        ) from None


def check_columns(mapping: Mapping, columns: Iterable[str]) -> None:
    """Raises InputError for the first column that the file does not have."""
    there = set(columns)
    for column in mapping.columns():
        if column not in there:
            known = "、".join(list(there)[:30])
            raise InputError(
                f"文件没有列“{column}”；现有：{known}",
                f"the file has no column “{column}”; there is: {known}",
                field=column,
            )


__all__ = ["DayOrder", "Mapping", "Reading", "Rule", "Turn", "check_columns", "read_mapping"]
