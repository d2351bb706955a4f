"""May this event follow? The catalogue's conditions, held against where the case stands.

`fault` answers with what was wrong and what to do, or with None. The conditions are words of a closed vocabulary: FLAGS
(needs, forbids), NUMBERED (opens, ends, uses), CHECKS; see `kinds`. A late act, recorded long after it happened, is never refused for being late.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, Protocol

from xiezhi.rules.errors import InputError
from xiezhi.rules.procedure.catalogue import load_procedure
from xiezhi.rules.procedure.kinds import NUMBERED, EventKind, Procedure
from xiezhi.rules.procedure.things import THINGS

OTHER_GROUND = "other"  # the suspension ground that says nothing by itself
VOTING = ("presiding_judge", "reporting_judge", "member", "assessor")
DOCKETING, CORRECTION, DESTRUCTION = "case.docketed", "correction.recorded", "payload.destroyed"

Data = Mapping[str, Any]


class Standing(Protocol):
    """Where a case stands, as far as the order of events asks."""

    @property
    def received_on(self) -> date | None: ...
    @property
    def filed_on(self) -> date | None: ...
    @property
    def closed_on(self) -> date | None: ...
    @property
    def procedure(self) -> str | None: ...

    def has(self, flag: str) -> bool:
        """Whether a condition of FLAGS holds."""

    def open_since(self, thing: str) -> Mapping[int, date]:
        """The numbers of what was begun and has not ended, with the day it began."""

    def used(self, thing: str) -> Collection[int]:
        """Every number given so far; all spans share one count."""

    def kind_of(self, seq: int) -> str | None:
        """The kind of a recorded event; None where there is none."""

    def conflicts(self) -> Collection[str]:
        """Officers who may not deal with the case: recused, or with a conflict."""

    def is_withdrawn(self, seq: int) -> bool: ...
    def is_destroyed(self, seq: int) -> bool: ...

    def represents(self, party_no: int) -> Collection[str]:
        """The names of those who speak for a party."""


def fault(
    kind: str, data: Data, standing: Standing, occurred_on: date, *, recorded_on: date | None = None
) -> InputError | None:
    """What forbids recording this event now, or None. `data` fit the kind already; `recorded_on` is the recorder's today.

    Raises InputError for a kind that is not in the catalogue.
    """
    procedure = load_procedure()
    known = procedure.kind(kind)
    return (
        not_yet(occurred_on, recorded_on)
        or _conditions(procedure, known, standing, occurred_on)
        or _too_early(known, standing, occurred_on)
        or _numbered(known, data, standing, occurred_on)
        or next(
            filter(None, (CONTENT_CHECKS[check](data, standing, occurred_on) for check in known.checks)), None
        )
    )


def number_of(thing: str, data: Data) -> int | None:
    """The number by which an event speaks of a thing; a joining party carries its own."""
    party = data.get("party") if thing == "party" else None
    number: int | None = party["no"] if party is not None else data.get(NUMBERED[thing])
    return number


def not_yet(occurred_on: date, recorded_on: date | None) -> InputError | None:
    if recorded_on is None or occurred_on <= recorded_on:
        return None
    return InputError(
        f"发生日期{occurred_on}晚于登记当日{recorded_on}；尚未发生的事不能登记",
        f"{occurred_on} lies after the day of recording, {recorded_on}; what has not happened yet cannot be recorded",
        field="occurred_on",
    )


def _conditions(
    procedure: Procedure, kind: EventKind, standing: Standing, occurred_on: date
) -> InputError | None:
    for flag in kind.needs:
        if not standing.has(flag):
            return _about(kind, *procedure.conditions[flag].lacking)
    for flag in kind.forbids:
        if standing.has(flag):
            return _about(kind, *procedure.conditions[flag].barred)
    closed_on = standing.closed_on
    if closed_on is None or kind.after_closing == "yes" or "closed" in kind.forbids:
        return None
    if kind.after_closing == "late" and occurred_on <= closed_on:
        return None
    if kind.after_closing == "late":
        return _about(
            kind,
            f"案件已于{closed_on}结案，只能补记当日及以前发生的；实为{occurred_on}",
            f"the case was closed on {closed_on}; only what happened up to that day can still be recorded, not {occurred_on}",
        )
    return _about(
        kind,
        f"案件已于{closed_on}结案，不能再登记；结案有误的，请先更正结案记录",
        f"the case was closed on {closed_on}; if its closing is wrong, correct that entry first",
    )


def _about(kind: EventKind, zh: str, en: str, field: str | None = None) -> InputError:
    return InputError(
        f"不能登记“{kind.name_zh}”：{zh}", f"“{kind.name_en}” cannot be recorded: {en}", field=field
    )


def _too_early(kind: EventKind, standing: Standing, occurred_on: date) -> InputError | None:
    if kind.not_before == "docketing":
        first, zh, en = standing.filed_on, "立案", "docketed"
    elif kind.not_before == "closing":
        first, zh, en = standing.closed_on, "结案", "closed"
    else:
        return None
    if first is None or occurred_on >= first:
        return None
    return _about(
        kind,
        f"发生日期{occurred_on}早于{zh}日期{first}；请核对日期",
        f"{occurred_on} lies before the day the case was {en}, {first}; check the day",
        "occurred_on",
    )


def _numbered(kind: EventKind, data: Data, standing: Standing, occurred_on: date) -> InputError | None:
    if kind.opens is not None:
        return _opens(kind, kind.opens, data, standing)
    if kind.ends is not None:
        return _ends(kind, kind.ends, data, standing, occurred_on)
    if kind.uses is not None:
        return _uses(kind, kind.uses, data, standing)
    return None


def _opens(kind: EventKind, thing: str, data: Data, standing: Standing) -> InputError | None:
    number = number_of(thing, data)
    used = standing.used(thing)
    if number not in used:
        return None
    name = THINGS[thing]
    return _about(
        kind,
        f"{name.zh}{number}已经用过；下一个序号是{max(used) + 1}",
        f"{name.en} {number} is already taken; the next number is {max(used) + 1}",
        _field(thing, data),
    )


def _ends(
    kind: EventKind, thing: str, data: Data, standing: Standing, occurred_on: date
) -> InputError | None:
    number = number_of(thing, data)
    open_since = standing.open_since(thing)
    if number is None or number not in open_since:
        name = THINGS[thing]
        zh, en = _listed(open_since, f"没有{name.open_zh}", f"there is {name.none_open_en}")
        return _about(
            kind,
            f"{name.zh}{number}不是{name.open_zh}；{zh}",
            f"{name.en} {number} is not {name.open_en}; {en}",
            _field(thing, data),
        )
    since = open_since[number]
    if occurred_on >= since:
        return None
    name = THINGS[thing]
    return _about(
        kind,
        f"发生日期{occurred_on}早于{name.zh}{number}的开始日期{since}；请核对日期",
        f"{occurred_on} lies before {since}, when {name.en} {number} began; check the day",
        "occurred_on",
    )


def _uses(kind: EventKind, thing: str, data: Data, standing: Standing) -> InputError | None:
    number = number_of(thing, data)
    used = standing.used(thing)
    if number is None or number in used:
        return None
    name = THINGS[thing]
    zh, en = _listed(used, f"本案没有{name.all_zh}", f"this case has no {name.all_en}")
    return _about(
        kind,
        f"没有{name.zh}{number}；{zh}",
        f"there is no {name.en} {number}; {en}",
        _field(thing, data),
    )


def _listed(numbers: Collection[int], none_zh: str, none_en: str) -> tuple[str, str]:
    if not numbers:
        return none_zh, none_en
    listed = sorted(numbers)
    return f"可用的序号：{'、'.join(map(str, listed))}", f"there is: {', '.join(map(str, listed))}"


def _field(thing: str, data: Data) -> str:
    return "party.no" if thing == "party" and "party" in data else NUMBERED[thing]


# --- what the content must satisfy


def _parties_numbered(data: Data, standing: Standing, occurred_on: date) -> InputError | None:
    numbers = [party["no"] for party in data.get("parties") or ()]
    if len(set(numbers)) == len(numbers):
        return None
    twice = next(number for number in numbers if numbers.count(number) > 1)
    return InputError(
        f"当事人序号{twice}重复；每名当事人各有一个序号",
        f"two parties bear the number {twice}; give each party a number of its own",
        field="parties",
    )


def _received_first(data: Data, standing: Standing, occurred_on: date) -> InputError | None:
    told = data.get("received_on")
    received_on = date.fromisoformat(told) if told else standing.received_on
    if received_on is None or received_on <= occurred_on:
        return None
    return InputError(
        f"立案日期{occurred_on}早于收案日期{received_on}；请核对日期",
        f"docketed on {occurred_on}, before the case was received on {received_on}; check the days",
        field="received_on" if told else "occurred_on",
    )


def _panel_whole(data: Data, standing: Standing, occurred_on: date) -> InputError | None:
    parts = [(member["officer"], member["role"]) for member in data["members"]]
    roles = Counter(role for _, role in parts)
    if roles["reporting_judge"] != 1:
        return _panel_fault("承办法官应当恰有一名", "name exactly one reporting judge")
    if data["form"] == "collegial" and roles["presiding_judge"] != 1:
        return _panel_fault("合议庭应当恰有一名审判长", "a collegial panel has exactly one presiding judge")
    if data["form"] == "sole" and roles["presiding_judge"]:
        return _panel_fault("独任审理没有审判长", "a judge who sits alone has no presiding judge")
    return _seated_twice(parts) or _panel_size(data["form"], {who for who, role in parts if role in VOTING})


def _without_conflict(data: Data, standing: Standing, occurred_on: date) -> InputError | None:
    """Who is recused, or has a conflict, is not seated again."""
    named = [member["officer"] for member in data.get("members", ())]
    named += [data["reporting_judge"]] if "reporting_judge" in data else []
    barred = next((officer for officer in named if officer in standing.conflicts()), None)
    if barred is None:
        return None
    return InputError(
        f"{barred} 在本案回避，或者有利害关系；请另选人员",
        f"{barred} is recused in this case or has a conflict; choose somebody else",
        field="members" if "members" in data else "reporting_judge",
    )


def _seated_twice(parts: list[tuple[str, str]]) -> InputError | None:
    """One person has one part, save the presiding judge who reports himself."""
    both = {"presiding_judge", "reporting_judge"}
    for officer, times in Counter(officer for officer, _ in parts).items():
        if times > 1 and {role for who, role in parts if who == officer} != both:
            return _panel_fault(
                f"{officer} 列了{times}次；除审判长兼任承办法官外，一人只有一项职责",
                f"{officer} stands there {times} times; only a presiding judge who reports himself has two parts",
            )
    return None


def _panel_size(form: str, voting: set[str]) -> InputError | None:
    rule = load_procedure().panels[form]
    count = len(voting)
    if count < rule.least or (rule.most is not None and count > rule.most):
        zh = f"{rule.least}人" if rule.most == rule.least else f"至少{rule.least}人"
        en = f"{rule.least}" if rule.most == rule.least else f"at least {rule.least}"
        return _panel_fault(
            f"审判人员应为{zh}，实为{count}人", f"expected {en} judges and assessors, found {count}"
        )
    if rule.odd and count % 2 == 0:
        return _panel_fault(
            f"合议庭人数应为单数，实为{count}人",
            f"the number of judges and assessors must be odd; found {count}",
        )
    return None


def _panel_fault(zh: str, en: str) -> InputError:
    return InputError(f"审判组织：{zh}", f"panel: {en}", field="members")


def _representative_known(data: Data, standing: Standing, occurred_on: date) -> InputError | None:
    names = standing.represents(data["party_no"])
    if data["name"] in names:
        return None
    present = sorted(names)
    return InputError(
        f"当事人{data['party_no']}没有名为{data['name']}的代理人；现有：{'、'.join(present) or '无'}",
        f"party {data['party_no']} has no representative named {data['name']}; there is: {', '.join(present) or 'nobody'}",
        field="name",
    )


def _one_length(data: Data, standing: Standing, occurred_on: date) -> InputError | None:
    if ("months" in data) != ("days" in data):
        return None
    return InputError(
        "延长的长度按月或者按日，恰填一项",
        "give the length in months or in days, exactly one of the two",
        field="months",
    )


def _other_ground_reasoned(data: Data, standing: Standing, occurred_on: date) -> InputError | None:
    if data["ground"] != OTHER_GROUND or data.get("reason"):
        return None
    return InputError(
        "以“其他”为由中止的，须写明理由",
        "a suspension on the ground “other” needs its reason in writing",
        field="reason",
    )


def _procedure_other(data: Data, standing: Standing, occurred_on: date) -> InputError | None:
    if data["to"] != standing.procedure:
        return None
    return InputError(
        f"案件已经适用 {data['to']}；请选择另一程序",
        f"the case already follows {data['to']}; choose another procedure",
        field="to",
    )


def _correction_possible(data: Data, standing: Standing, occurred_on: date) -> InputError | None:
    seq, withdraws = data["corrects"], data["action"] == "withdraw"
    target = standing.kind_of(seq)
    carries = "data" in data or "occurred_on" in data
    if target is None:
        zh, en = f"本案没有第{seq}号记录；请核对序号", f"this case has no event {seq}; check the number"
    elif standing.is_withdrawn(seq):
        zh = f"第{seq}号记录已经撤销；要恢复，请撤销那一次更正"
        en = f"event {seq} is already withdrawn; to bring it back, withdraw that correction"
    elif target == DESTRUCTION:
        zh, en = "已经销毁的内容不能恢复", "what was destroyed cannot be brought back"
    elif target == DOCKETING and withdraws:
        zh = "立案不能撤销；内容有误请更正，误立的案件请以销案结案"
        en = "a docketing cannot be withdrawn; replace what is wrong in it, or close the case as cancelled"
    elif withdraws == carries:
        zh = "撤销不带新内容；更正须写明新内容或者新日期"
        en = "a withdrawal carries nothing new; a replacement needs new data or a new day"
    elif not withdraws and (target == CORRECTION or standing.is_destroyed(seq)):
        zh, en = (
            f"第{seq}号记录只能撤销，不能替换内容",
            f"event {seq} can only be withdrawn, not replaced",
        )
    else:
        return None
    return InputError(zh, en, field="corrects")


def _events_recorded(data: Data, standing: Standing, occurred_on: date) -> InputError | None:
    for seq in data["seqs"]:
        if standing.kind_of(seq) is None:
            return InputError(
                f"本案没有第{seq}号记录；请核对序号",
                f"this case has no event {seq}; check the number",
                field="seqs",
            )
        if standing.is_destroyed(seq):
            return InputError(
                f"第{seq}号记录的内容已经销毁",
                f"the content of event {seq} is already destroyed",
                field="seqs",
            )
    return None


CONTENT_CHECKS: dict[str, Callable[[Data, Standing, date], InputError | None]] = {
    "parties_numbered": _parties_numbered,
    "received_first": _received_first,
    "panel_whole": _panel_whole,
    "without_conflict": _without_conflict,
    "representative_known": _representative_known,
    "one_length": _one_length,
    "other_ground_reasoned": _other_ground_reasoned,
    "procedure_other": _procedure_other,
    "correction_possible": _correction_possible,
    "events_recorded": _events_recorded,
}
