"""The flat vocabulary of a row: every field a column can fill, its kind and names. Choices and roles are those of the event catalogue."""

import re
from functools import cache
from typing import NamedTuple

from xiezhi.record.intake.mapping.words import known as other_words
from xiezhi.rules.errors import InputError
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.procedure.catalogue import load_procedure

MOST_SPANS = 20
_NUMBERED = re.compile(r"(deduction|suspension|extension)\.([1-9][0-9]?)\.([a-z]+)")


class FieldOf(NamedTuple):
    """A field: its kind (text, day, code, amount, number, names, flag, court, judge, division) and, for codes, the list they come from."""

    name: str
    kind: str
    zh: str
    en: str
    choices: str = ""
    longest: int = 200


_SINGLE = (
    FieldOf("external_id", "text", "来源系统编号", "identifier in the source"),
    FieldOf("version", "text", "版本", "version of the row", longest=80),
    FieldOf("number", "text", "案号", "case number", longest=60),
    FieldOf("court", "court", "法院", "court"),
    FieldOf("court_level", "code", "法院级别", "level of a court outside", "court_level"),
    FieldOf("type", "code", "案件类型", "type of case", "type"),
    FieldOf("branch", "code", "类别", "branch", "branch"),
    FieldOf("instance", "code", "审级", "instance", "instance"),
    FieldOf("procedure", "code", "适用程序", "procedure", "rule"),
    FieldOf("cause", "text", "案由", "cause", longest=160),
    FieldOf("cause_code", "text", "案由代码", "code of the cause", longest=20),
    FieldOf("amount", "amount", "标的额", "amount in dispute"),
    FieldOf("received_on", "day", "收案日期", "received on"),
    FieldOf("filed_on", "day", "立案日期", "docketed on"),
    FieldOf("anchor_on", "day", "审限起算日", "the clock starts on"),
    FieldOf("division", "division", "承办部门", "division"),
    FieldOf("judge", "judge", "承办法官", "reporting judge"),
    FieldOf("assigned_on", "day", "分案日期", "assigned on"),
    FieldOf("closed_on", "day", "结案日期", "closed on"),
    FieldOf("outcome", "code", "结案方式", "outcome", "outcome"),
    FieldOf("closing_way", "code", "结案日依据", "what the closing day rests on", "closing_way"),
    FieldOf("result", "text", "裁判结果", "result", longest=5_000),
    FieldOf("effective_on", "day", "生效日期", "effective on"),
    FieldOf("in_custody", "flag", "在押", "in custody"),
    FieldOf("foreign_related", "flag", "涉外", "foreign-related"),
    FieldOf("secrecy", "code", "保密", "secrecy", "secrecy"),
    FieldOf("note", "text", "备注", "note", longest=20_000),
    FieldOf("activity", "text", "活动", "activity of the log"),
    FieldOf("happened_on", "day", "发生日期", "happened on"),
    FieldOf("text", "text", "文书全文", "text of the judgment", longest=1_000_000),
)
_OF_SPAN = {
    "deduction": (
        FieldOf("start", "day", "扣除开始", "deduction from"),
        FieldOf("end", "day", "扣除结束", "deduction to"),
        FieldOf("ground", "code", "扣除事由", "ground of the deduction", "ground_deduction"),
    ),
    "suspension": (
        FieldOf("start", "day", "中止", "suspended on"),
        FieldOf("end", "day", "恢复", "resumed on"),
        FieldOf("ground", "code", "中止事由", "ground of the suspension", "ground_suspension"),
        FieldOf("reason", "text", "中止理由", "reason of the suspension", longest=2_000),
    ),
    "extension": (
        FieldOf("requested", "day", "申请延长", "extension requested on"),
        FieldOf("decided", "day", "批准延长", "extension granted on"),
        FieldOf("months", "number", "延长月数", "months of the extension"),
        FieldOf("days", "number", "延长天数", "days of the extension"),
        FieldOf("approver", "code", "批准主体", "who decided the extension", "approver"),
        FieldOf("reason", "text", "延长理由", "reason of the extension", longest=2_000),
    ),
}
FLAGS = {
    "true": ("是", "有", "真", "yes", "true", "1", "y", "sim", "sì", "在押"),
    "false": ("否", "无", "假", "no", "false", "0", "n", "não", "未羁押"),
}


@cache
def fields() -> dict[str, FieldOf]:
    """Every field by its name; of the numbered ones the first of each (deduction.1.start)."""
    parties = {
        f"party.{role}": FieldOf(f"party.{role}", "names", words[0], words[1])
        for role, words in _choices("party_role").items()
    }
    spans = {
        f"{thing}.1.{part.name}": part._replace(name=f"{thing}.1.{part.name}")
        for thing, parts in _OF_SPAN.items()
        for part in parts
    }
    return {field.name: field for field in _SINGLE} | parties | spans


def field_of(name: str) -> FieldOf:
    """The field of that name, numbered ones too. Raises InputError when there is none."""
    match = _NUMBERED.fullmatch(name)
    if match and int(match[2]) <= MOST_SPANS:
        name_of_first = f"{match[1]}.1.{match[3]}"
        if name_of_first in fields():
            return fields()[name_of_first]._replace(name=name)
    if name not in fields():
        raise InputError(f"没有字段 {name}", f"there is no field {name}", field=name)
    return fields()[name]


@cache
def vocabulary(choices: str) -> dict[str, tuple[str, str]]:
    """The values of a list of codes with their names, Chinese and English. Raises KeyError for an unknown list."""
    if choices == "rule":
        return {name: (rule.name_zh, rule.name_en) for name, rule in load_catalogue().rules.items()}
    if choices.startswith("ground_"):
        kind = choices.removeprefix("ground_")
        grounds = load_catalogue().grounds
        return {
            name: (ground.name_zh, ground.name_en) for name, ground in grounds.items() if ground.kind == kind
        }
    if choices == "type":
        from xiezhi.rules.case_number import case_types

        return {kind.code: (kind.name, kind.symbol) for kind in case_types() if kind.code}
    if choices == "court_level":
        from xiezhi.rules.courts import LEVELS

        return {name: (words[0], words[1]) for name, words in LEVELS.items()} | {"other": ("其他", "other")}
    return _choices(choices)


@cache
def spellings(choices: str) -> dict[str, str]:
    """Every spelling under which a value of the list is known without a table of codes: itself and its names, in small letters."""
    known: dict[str, str] = {}
    for value, names in vocabulary(choices).items():
        for spelling in (value, *names):
            if spelling:
                known.setdefault(spelling.lower(), value)
    if choices == "rule":  # what courts call their procedures stands in no list of names
        known = other_words("procedure") | known
    return known


def _choices(name: str) -> dict[str, tuple[str, str]]:
    return {value: (words[0], words[1]) for value, words in load_procedure().choices[name].items()}
