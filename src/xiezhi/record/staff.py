"""Staff from a file: officers and their dated posts, as a personnel system exports them. All rows are taken or none.

CSV with a heading, UTF-8 or GB 18030: staff_number, name, court (code), division (name, may be empty), role, first_on, last_on (may
be empty), appointment (may be empty). The staff number is the key: names may be equal. The same file twice changes nothing; a row
with the same officer, court, division, role and first day brings its last day and appointment up to date.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from xiezhi.record.errors import InputError
from xiezhi.record.models import Account, Court, Division, Officer, Post
from xiezhi.record.name_keys import name_key
from xiezhi.rules.dates import parse_date
from xiezhi.rules.offices import load_offices

COLUMNS = ("staff_number", "name", "court", "division", "role", "first_on", "last_on", "appointment")
MAY_BE_EMPTY = ("division", "last_on", "appointment")
LONGEST = {"staff_number": 40, "name": 80, "appointment": 120}
LARGEST = 64 * 1024 * 1024  # bytes


class StaffRow(NamedTuple):
    """One line of the file: an officer in a post."""

    line: int
    staff_number: str
    name: str
    court: UUID
    division: UUID | None
    role: str
    first_on: date
    last_on: date | None
    appointment: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import changed."""

    officers_new: int
    officers_renamed: int
    posts_new: int
    posts_changed: int


def import_staff(path: Path, *, source: str) -> Imported:
    """Take the whole file, or nothing of it. Raises InputError with line and field for the first row that cannot be taken."""
    rows = list(read_staff(path))
    with transaction.atomic():
        officers, new, renamed = _officers(rows, source)
        posts_new, posts_changed = _posts(rows, officers, source)
    return Imported(new, renamed, posts_new, posts_changed)


def read_staff(path: Path) -> Iterator[StaffRow]:
    """The rows, checked one by one against the courts and divisions of the record. Raises InputError."""
    lines = csv.DictReader(io.StringIO(_text(path), newline=""), strict=True)
    missing = [name for name in COLUMNS if name not in (lines.fieldnames or ())]
    if missing:
        named = "、".join(missing), ", ".join(missing)
        raise InputError(
            f"第1行：缺少栏目{named[0]}", f"line 1: these columns are missing: {named[1]}", line=1
        )
    reader = _Reader()
    try:
        for row in lines:
            yield reader.row(lines.line_num, {name: (row[name] or "").strip() for name in COLUMNS})
    except csv.Error as fault:
        where = lines.line_num
        raise InputError(
            f"第{where}行：无法读取（{fault}）", f"line {where}: cannot be read ({fault})", line=where
        ) from fault


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST:
        raise InputError(f"{path.name}超过64 MB", f"{path.name} is larger than 64 MB")
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InputError(
        f"{path.name}不是UTF-8或者GB18030的文本", f"{path.name} is neither UTF-8 nor GB 18030 text"
    )


class _Reader:
    """Rows read against the courts, divisions and roles there are."""

    def __init__(self) -> None:
        self.courts = dict(Court.objects.values_list("code", "id"))
        self.divisions = {
            (part.court_id, part.name): part.id for part in Division.objects.only("id", "court", "name")
        }
        self.roles = load_offices().roles

    def row(self, line: int, values: dict[str, str]) -> StaffRow:
        for name in COLUMNS:
            if not values[name] and name not in MAY_BE_EMPTY:
                raise _fault(line, name, "不能为空", "must not be empty")
            if len(values[name]) > LONGEST.get(name, 200):
                raise _fault(line, name, "过长", "is too long")
        court = self.courts.get(values["court"])
        if court is None:
            raise _fault(
                line,
                "court",
                f"没有代码为{values['court']}的法院",
                f"there is no court with the code {values['court']}",
            )
        division = self.divisions.get((court, values["division"])) if values["division"] else None
        if values["division"] and division is None:
            raise _fault(
                line,
                "division",
                f"该院没有“{values['division']}”",
                f"that court has no division “{values['division']}”",
            )
        role = self.roles.get(values["role"])
        if role is None or role.outside:
            choices = ", ".join(name for name, known in self.roles.items() if not known.outside)
            raise _fault(
                line,
                "role",
                f"没有岗位{values['role']}；可选：{choices}",
                f"there is no post {values['role']}; choose from: {choices}",
            )
        first, last = _day(line, "first_on", values), _day(line, "last_on", values)
        assert first is not None
        if last is not None and last < first:
            raise _fault(
                line, "last_on", f"{last}早于任职首日{first}", f"{last} lies before the first day {first}"
            )
        return StaffRow(
            line,
            values["staff_number"],
            values["name"],
            court,
            division,
            role.name,
            first,
            last,
            values["appointment"],
        )


def _day(line: int, name: str, values: dict[str, str]) -> date | None:
    if not values[name]:
        return None
    try:
        return parse_date(values[name], field=name)
    except InputError as fault:
        raise _fault(line, name, fault.zh, fault.en) from fault


def _fault(line: int, field: str, zh: str, en: str) -> InputError:
    return InputError(f"第{line}行，{field}：{zh}", f"line {line}, {field}: {en}", field=field, line=line)


def _officers(rows: list[StaffRow], source: str) -> tuple[dict[str, UUID], int, int]:
    """The officers by staff number: those that are new are made, those renamed get their name."""
    names: dict[str, StaffRow] = {}
    for row in rows:
        known = names.setdefault(row.staff_number, row)
        if known.name != row.name:
            raise _fault(
                row.line, "name", f"工号{row.staff_number}在第{known.line}行是“{known.name}”",
                f"the staff number {row.staff_number} is “{known.name}” in line {known.line}",
            )  # fmt: skip
    found = {officer.staff_number: officer for officer in Officer.objects.filter(staff_number__in=names)}
    new = [
        Officer(
            staff_number=number,
            name=row.name,
            name_key=name_key(row.name),
            source=source,
            external_ref=number,
        )
        for number, row in names.items()
        if number not in found
    ]
    renamed = [officer for number, officer in found.items() if officer.name != names[number].name]
    for officer in renamed:
        officer.name = names[officer.staff_number].name
        officer.name_key = name_key(officer.name)
    Officer.objects.bulk_create(new)
    Officer.objects.bulk_update(renamed, ["name", "name_key"])
    return {officer.staff_number: officer.id for officer in (*found.values(), *new)}, len(new), len(renamed)


def _posts(rows: list[StaffRow], officers: dict[str, UUID], source: str) -> tuple[int, int]:
    """How many posts are new, and how many have another last day or appointment now."""
    held = {
        (post.officer_id, post.court_id, post.division_id, post.role, post.first_on): post
        for post in Post.objects.filter(officer__in=set(officers.values()))
    }
    new: list[Post] = []
    changed: list[Post] = []
    for row in rows:
        key = officers[row.staff_number], row.court, row.division, row.role, row.first_on
        post = held.get(key)
        if post is None:
            post = held[key] = Post(
                officer_id=key[0], court_id=row.court, division_id=row.division, role=row.role, first_on=row.first_on,
                last_on=row.last_on, appointment=row.appointment, source=source,
            )  # fmt: skip
            new.append(post)
        elif (post.last_on, post.appointment) != (row.last_on, row.appointment):
            post.last_on, post.appointment = row.last_on, row.appointment
            if post not in new:
                changed.append(post)
    Post.objects.bulk_create(new)
    Post.objects.bulk_update(changed, ["last_on", "appointment"])
    return len(new), len(changed)


def open_account(staff_number: str, username: str, password: str) -> Account:
    """A person's own account. Raises InputError for an unknown officer, a name that is taken, a weak password, a second account."""
    officer = Officer.objects.filter(staff_number=staff_number).first()
    if officer is None:
        raise InputError(
            f"没有工号{staff_number}", f"there is no staff number {staff_number}", field="staff_number"
        )
    if Account.objects.filter(officer=officer).exists():
        raise InputError(f"{officer.name}已有账号", f"{officer.name} has an account", field="staff_number")
    if Account.objects.filter(username=username).exists():
        raise InputError(f"登录名{username}已被使用", f"the user name {username} is taken", field="username")
    account = Account(username=username, officer=officer)
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise InputError(
            "密码不够安全：至少8位，不能全是数字，也不能是常用密码",
            "the password is too weak: at least 8 characters, not only digits, not a common one",
            field="password",
        ) from weak
    account.set_password(password)
    account.save()
    return account
