"""A row of a case into its events: docketing, assignment, spans, extensions, closing, effect."""

from datetime import date
from typing import Any
from uuid import UUID

from xiezhi.record.intake.faults import Fault, note, of_error, shown
from xiezhi.record.intake.incoming import LONGEST_REF, FaultyError, Incoming, Told, digest_of, ref_of_contents
from xiezhi.record.intake.kinds import kind_of
from xiezhi.record.intake.mapping.values import Mapping
from xiezhi.record.intake.parties import parties_of
from xiezhi.record.intake.places import Places
from xiezhi.rules.case_number import CaseNumber, CaseNumberError, parse_case_number
from xiezhi.rules.causes import code_of, is_listed
from xiezhi.rules.errors import InputError
from xiezhi.rules.limits.loader import load_catalogue

_NAMES_OF_DAYS = {
    "received_on": ("收案", "received"),
    "filed_on": ("立案", "docketed"),
    "closed_on": ("结案", "closed"),
    "effective_on": ("生效", "effective"),
    "assigned_on": ("分案", "assigned"),
}
_CAUSE_LISTS = {"civil": "civil", "criminal": "charges"}  # the branches whose causes stand in a list
_RANK = {"case.docketed": 0, "case.assigned": 1, "case.closed": 8, "effect.established": 9}
_SPANS = {
    "deduction": ("deduction.started", "deduction.ended"),
    "suspension": ("suspension.ordered", "suspension.ended"),
}


def incoming_case(values: dict[str, Any], places: Places, mapping: Mapping, today: date) -> Incoming:
    """The case that a row tells of. Raises FaultyError with every fault found."""
    return _Row(values, places, mapping, today).incoming()


class _Row:
    def __init__(self, values: dict[str, Any], places: Places, mapping: Mapping, today: date) -> None:
        self.values, self.places, self.mapping, self.today = values, places, mapping, today
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self._has_numbered = any("." in name and not name.startswith("party.") for name in values)

    def incoming(self) -> Incoming:
        values = self.values
        number, parsed = self._number()
        court = self._court(parsed)
        ref = str(values.get("external_id") or number)
        docketing = self._docketing(number, parsed)
        filed_on = self._days()
        if self.faults or court is None or filed_on is None:
            raise FaultyError(self.faults, ref[:LONGEST_REF], number)
        events = [Told("case.docketed", filed_on, docketing)]
        events += self._assignment(court, filed_on)
        self._spans(events)
        self._extensions(events, filed_on)
        self._closing(events)
        if self.values.get("note"):
            events.append(Told("note.recorded", filed_on, {"text": self.values["note"]}))
        if self.faults:
            raise FaultyError(self.faults, ref[:LONGEST_REF], number)
        whole = in_order(events)
        digest = digest_of(court, whole)  # before the code: a file stays the same when the lists here grow
        _add_code(docketing["cause"], str(docketing["branch"]), filed_on)
        return Incoming(
            ref or ref_of_contents(digest),
            str(values.get("version") or ""),
            court,
            number,
            whole,
            digest,
            tuple(self.notes),
        )

    # --- who and where

    def _number(self) -> tuple[str, CaseNumber | None]:
        text = self.values.get("number") or (
            str(self.values.get("external_id") or "") if self.mapping.foreign_numbers else ""
        )
        if not text:
            self._missing("number", "案号", "case number")
            return "", None
        try:
            parsed = parse_case_number(text)
        except CaseNumberError as fault:
            if not self.mapping.foreign_numbers:
                self.faults.append(of_error(fault, "number")._replace(field="number"))
            return " ".join(text.split()), None
        if parsed.year > self.today.year:
            zh, en = (
                f"案号的年份{parsed.year}尚未到来",
                f"the year {parsed.year} of the number has not come yet",
            )
            self.faults.append(Fault("number", zh, en))
        return str(parsed), parsed

    def _court(self, parsed: CaseNumber | None) -> UUID | None:
        code = parsed.court if parsed and parsed.form == "2015" else ""
        named = self.values.get("court") or code
        if not named:
            self._missing("court", "法院", "court")
            return None
        try:
            return self.places.court(named, level=self.values.get("court_level", ""), code=code)
        except InputError as fault:
            self.faults.append(of_error(fault, "court"))
            return None

    # --- what and when

    def _docketing(self, number: str, parsed: CaseNumber | None) -> dict[str, Any]:
        values = self.values
        kind = kind_of(parsed, values.get("type", ""))
        data: dict[str, Any] = {
            "number": number,
            "type": kind.type,
            "branch": values.get("branch") or kind.branch,
            "instance": values.get("instance") or kind.instance,
        }
        if not kind.type:
            zh, en = (
                f"案件类型不明（{shown(number)}）；请对照案件类型",
                f"the type of case is not clear ({shown(number)}): map the type",
            )
            self.faults.append(Fault("type", zh, en))
        for name, zh, en in (("branch", "类别", "branch"), ("instance", "审级", "instance")):
            if kind.type and not data[name]:
                self._missing(name, zh, en)
        cause = values.get("cause")
        if not cause:
            self._missing("cause", "案由", "cause")
        else:
            self._note_unlisted(cause, str(data["branch"]))
        data["cause"] = {"name": cause} | ({"code": values["cause_code"]} if values.get("cause_code") else {})
        if "procedure" in values:
            data["procedure"] = self._procedure(values["procedure"], str(data["branch"]))
        facts = {name: values[name] for name in ("in_custody", "foreign_related") if name in values}
        if facts:
            data["facts"] = facts
        if "amount" in values:
            data["amount_fen"] = values["amount"]
        for name in ("received_on", "anchor_on"):
            if name in values:
                data[name] = values[name].isoformat()
        if "secrecy" in values:
            data["secrecy"] = values["secrecy"]
        parties = parties_of(values)
        if parties:
            data["parties"] = parties
        return data

    def _note_unlisted(self, cause: str, branch: str) -> None:
        """A cause that the list of its branch does not name on the day of filing is recorded as it stands, and told."""
        filed_on = self.values.get("filed_on")
        kind = _CAUSE_LISTS.get(branch, "")
        if self.mapping.foreign_numbers or filed_on is None or is_listed(cause, kind, filed_on):
            return
        what = "罪名" if kind == "charges" else "案由"
        zh = f"{what}“{shown(cause)}”不在立案日施行的{what}名单里，照原文登记"
        en = f"“{shown(cause)}” is not in the list of {'charges' if kind == 'charges' else 'causes'} in force that day; recorded as it stands"
        self.notes.append(note("cause", zh, en))

    def _procedure(self, rule: str, branch: str) -> str:
        """Words such as 普通程序, which are read as the civil one, name that of the case's own branch."""
        named, _, rest = rule.partition(".")
        if named != "civil" or branch == "civil":
            return rule
        rules = load_catalogue().rules
        own = (f"{branch}.{rest}", f"{branch}.{rest.rpartition('.')[0]}")
        return next((one for one in own if one in rules), rule)

    def _days(self) -> date | None:
        """Check the days of a row against each other and today; the filing day."""
        values = self.values
        for name, (zh, en) in _NAMES_OF_DAYS.items():
            if name in values and values[name] > self.today:
                self.faults.append(
                    Fault(
                        name,
                        f"{zh}日期{values[name]}尚未到来",
                        f"{en} on {values[name]}, which has not come yet",
                    )
                )
        filed_on: date | None = values.get("filed_on")
        if filed_on is None:
            self._missing("filed_on", "立案日期", "day of docketing")
            return None
        for earlier, later in (
            ("received_on", "filed_on"),
            ("filed_on", "closed_on"),
            ("closed_on", "effective_on"),
            ("filed_on", "assigned_on"),
        ):
            if earlier in values and later in values and values[later] < values[earlier]:
                (zh_1, en_1), (zh_2, en_2) = _NAMES_OF_DAYS[later], _NAMES_OF_DAYS[earlier]
                zh = f"{zh_1}日期{values[later]}早于{zh_2}日期{values[earlier]}"
                self.faults.append(
                    Fault(later, zh, f"{en_1} on {values[later]}, before it was {en_2} on {values[earlier]}")
                )
        return filed_on

    def _assignment(self, court: UUID, filed_on: date) -> list[Told]:
        judge, division = self.values.get("judge"), self.values.get("division")
        if not judge:
            if division:
                self.notes.append(
                    note(
                        "division",
                        "没有承办法官，承办部门未登记",
                        "without a reporting judge the division was not recorded",
                    )
                )
            return []
        day = self.values.get("assigned_on", filed_on)
        try:
            officer = self.places.judge(court, judge)
        except InputError as fault:
            if self.mapping.unknown_judges == "quarantine":
                self.faults.append(of_error(fault, "judge"))
                return []
            self.notes.append(note("judge", fault.zh, fault.en))
            return [Told("note.recorded", filed_on, {"text": f"来源所载承办法官：{judge}"})]
        home = self._division(court, officer, division)
        if home is None:
            return []
        data = {
            "division_id": str(home),
            "reporting_judge": str(officer),
            "way": "designated",
            "ground": "来源系统已分案",
        }
        return [Told("case.assigned", day, data)]

    def _division(self, court: UUID, officer: UUID, named: str | None) -> UUID | None:
        """The division that the row names; where it names none, that of the judge's latest post, which a note tells."""
        if named:
            found = self.places.division(court, named)
            if found is None:
                zh = f"本院没有庭室“{shown(named)}”；请改用本院的庭室名称，或者先导入庭室"
                en = f"the court has no division “{shown(named)}”: name one of the court's, or import the divisions first"
                self.faults.append(Fault("division", zh, en))
            return found
        home = self.places.home(court, officer)
        if home is None:
            self._missing("division", "承办部门", "responsible division")
        else:
            zh = "没有承办部门，按承办法官最近所在的庭室登记"
            en = "no division told: recorded under the division of the judge's latest post"
            self.notes.append(note("division", zh, en))
        return home

    # --- what happened

    def _spans(self, events: list[Told]) -> None:
        count = 0
        for thing, (begins, ends) in _SPANS.items():
            for place in self._numbered(thing):
                start, end, ground = (
                    self.values.get(f"{thing}.{place}.{part}") for part in ("start", "end", "ground")
                )
                if start is None:
                    if end is not None:
                        self._missing(f"{thing}.{place}.start", "期间的开始", "beginning of the span")
                    continue
                if ground is None:
                    self._missing(f"{thing}.{place}.ground", "事由", "ground")
                    continue
                count += 1
                data = {"span_no": count, "ground": ground}
                reason = self.values.get(f"{thing}.{place}.reason")
                events.append(Told(begins, start, data | ({"reason": reason} if reason else {})))
                if end is not None and end < start:
                    zh, en = f"结束{end}早于开始{start}", f"it ends on {end}, before it begins on {start}"
                    self.faults.append(Fault(f"{thing}.{place}.end", zh, en))
                elif end is not None:
                    events.append(Told(ends, end, {"span_no": count}))

    def _extensions(self, events: list[Told], filed_on: date) -> None:
        for place in self._numbered("extension"):
            told = {
                part: self.values.get(f"extension.{place}.{part}")
                for part in ("requested", "decided", "months", "days", "approver", "reason")
            }
            decided = told["decided"]
            if decided is None:
                continue
            length = {name: told[name] for name in ("months", "days") if told[name] is not None}
            if len(length) != 1:
                zh, en = (
                    "延长的长度按月或者按日，恰填一项",
                    "give the extension in months or in days, exactly one of the two",
                )
                self.faults.append(Fault(f"extension.{place}.months", zh, en))
                continue
            about = {"request_no": place, **length, "approver": told["approver"] or "not_specified"}
            reason = told["reason"] or "来源系统所载"
            events.append(
                Told("extension.requested", told["requested"] or decided, about | {"reason": reason})
            )
            events.append(Told("extension.granted", decided, about))

    def _numbered(self, thing: str) -> list[int]:
        """The numbers under which the row tells of spans or extensions."""
        if not self._has_numbered:
            return []
        return sorted({int(name.split(".")[1]) for name in self.values if name.startswith(f"{thing}.")})

    def _closing(self, events: list[Told]) -> None:
        closed_on, outcome = self.values.get("closed_on"), self.values.get("outcome")
        if closed_on is None:
            if outcome is not None:
                self._missing("closed_on", "结案日期", "day of closing")
            return
        if outcome is None:
            self._missing("outcome", "结案方式", "outcome")
            return
        way = self.values.get("closing_way")
        if way is None:
            self._missing("closing_way", "结案日依据", "what the closing day rests on")
            return
        data = {"outcome": outcome, "way": way}
        if self.values.get("result"):
            data["result"] = self.values["result"]
        events.append(Told("case.closed", closed_on, data))
        if "effective_on" in self.values:
            events.append(Told("effect.established", self.values["effective_on"], {}))

    def _missing(self, field: str, zh: str, en: str) -> None:
        self.faults.append(Fault(field, f"缺少{zh}", f"the {en} is missing"))


def _add_code(cause: dict[str, Any], branch: str, filed_on: date) -> None:
    """Give a civil cause that came without a code the one of the list in force on the day of filing, where that names it."""
    if branch == "civil" and "code" not in cause:
        code = code_of(str(cause["name"]), filed_on)
        if code:
            cause["code"] = code


def in_order(events: list[Told]) -> tuple[Told, ...]:
    """Events in the order in which they can be recorded: docketing, then by day; on one day what opens before what closes."""
    return tuple(
        sorted(events, key=lambda told: (told.kind != "case.docketed", told.on, _RANK.get(told.kind, 5)))
    )
