"""The fixed cast: two basic courts of one prefecture, their intermediate and high court, and a stranger from a third court.

`found_province` puts them into the database; `Story` tells the life of a case through the ledger, event after event, each
recorded on the day it happened unless said otherwise. All names are invented; 2019 is the year in which things happen.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from xiezhi.record import ledger
from xiezhi.record.models import Case, Court, Division, Officer, Post
from xiezhi.record.projection import MAINLAND
from xiezhi.record.recorders import Feed, Recorder
from xiezhi.record.state import CaseState
from xiezhi.record.viewers import Viewer, posts_held

YEAR = 2019
BEGINNING = date(2016, 1, 1)
TODAY = date(2019, 12, 1)
ELSEWHERE = Feed("old_system")


@dataclass(frozen=True)
class Member:
    """Somebody of the cast in the post the tests know him by."""

    officer: Officer
    post: Post

    @property
    def id(self) -> str:
        """As events write it."""
        return str(self.officer.id)

    @property
    def recorder(self) -> Recorder:
        return Recorder(self.officer.id, self.post.id, self.post.role, self.post.court_id)

    def looks(self, on: date = TODAY) -> Viewer:
        """As a viewer on a day: in the post of the cast if he still holds it, else in the newest one, if any."""
        posts = posts_held(self.officer.id, on)
        chosen = next((held for held in posts if held.id == self.post.id), posts[0] if posts else None)
        return Viewer(uuid4(), self.officer.id, self.officer.name, chosen, posts, on)


@dataclass
class House:
    """A court with its divisions and people."""

    court: Court
    divisions: dict[str, Division] = field(default_factory=dict)
    people: dict[str, Member] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Member:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def division(self, kind: str) -> str:
        return str(self.divisions[kind].id)


@dataclass(frozen=True)
class Province:
    """The high court, one intermediate court with two basic courts, and a basic court of another prefecture."""

    high: House
    middle: House
    river: House
    hill: House
    far: House

    @property
    def houses(self) -> tuple[House, ...]:
        return (self.high, self.middle, self.river, self.hill, self.far)


# name in the tests: (name, role, division)
_BASIC = {
    "president": ("欧阳靖远", "president", ""),
    "vice_president": ("容若水", "vice_president", "civil"),
    "division_head": ("马文渊", "division_head", "civil"),
    "presiding_judge": ("尉迟昭", "presiding_judge", "civil"),
    "judge": ("陆知衡", "judge", "civil"),
    "second_judge": ("白玛央金", "judge", "civil"),
    "criminal_judge": ("铁木尔", "judge", "criminal"),
    "assessor": ("司马葵", "assessor", ""),
    "judge_assistant": ("苏合", "judge_assistant", "civil"),
    "clerk": ("叶澜", "clerk", "civil"),
    "filing_officer": ("骆一帆", "filing_officer", "filing"),
    "trial_management": ("诸葛清", "trial_management", "trial_management"),
    "archives": ("安如意", "archives", "archives"),
    "discipline": ("公孙朔", "discipline", "discipline"),
    "system_administrator": ("钟离数", "system_administrator", "office"),
}
_HIGHER = {
    "president": ("令狐正", "president", ""),
    "presiding_judge": ("达瓦", "presiding_judge", "civil"),
    "judge": ("韩松雪", "judge", "civil"),
    "second_judge": ("喀依拉", "judge", "civil"),
    "clerk": ("祁连玉", "clerk", "civil"),
    "filing_officer": ("夏侯简", "filing_officer", "filing"),
    "trial_management": ("上官明", "trial_management", "trial_management"),
}
_FEW = {
    "president": ("宇文川", "president", ""),
    "judge": ("孟荞", "judge", "civil"),
    "clerk": ("陶一苇", "clerk", "civil"),
    "filing_officer": ("沙月明", "filing_officer", "filing"),
}
DIVISIONS = {
    "filing": "立案庭",
    "civil": "民事审判庭",
    "criminal": "刑事审判庭",
    "trial_management": "审判管理办公室",
    "archives": "档案室",
    "discipline": "监察室",
    "office": "办公室",
}


def found_province() -> Province:
    """The whole cast, newly in the database."""
    high = _found("示高", "示范省高级人民法院", "high", None, _HIGHER)
    middle = _found("示01", "示范省河西市中级人民法院", "intermediate", high, _HIGHER)
    other = _found("示02", "示范省河东市中级人民法院", "intermediate", high, {})
    return Province(
        high,
        middle,
        river=_found("示0102", "河西市临川区人民法院", "basic", middle, _BASIC),
        hill=_found("示0103", "河西市望山区人民法院", "basic", middle, _BASIC),
        far=_found("示0201", "河东市远浦县人民法院", "basic", other, _FEW),
    )


def _found(
    code: str, name: str, level: str, above: House | None, people: dict[str, tuple[str, str, str]]
) -> House:
    court = Court.objects.create(
        code=code, name=name, name_en=code, level=level, parent=above.court if above else None, place=Court.objects.count(),
        first_on=BEGINNING,
    )  # fmt: skip
    house = House(court)
    for place, (kind, title) in enumerate(DIVISIONS.items()):
        house.divisions[kind] = Division.objects.create(
            court=court, name=title, kind=kind, place=place, first_on=BEGINNING
        )
    for key, (person, role, division) in people.items():
        house.people[key] = appoint(house, person, role, division)
    return house


def appoint(
    house: House,
    name: str,
    role: str,
    division: str = "",
    *,
    officer: Officer | None = None,
    first_on: date = BEGINNING,
) -> Member:
    """Somebody new, or an officer one has already, in a post of a court."""
    who = officer or Officer.objects.create(staff_number=uuid4().hex[:12], name=name, name_key=name)
    post = Post.objects.create(
        officer=who, court=house.court, division=house.divisions.get(division), role=role, first_on=first_on
    )
    return Member(who, post)


# --- what is recorded


PLAINTIFF: dict[str, Any] = {"no": 1, "role": "plaintiff", "kind": "person", "name": "马晓燕"}
DEFENDANT: dict[str, Any] = {"no": 2, "role": "defendant", "kind": "organisation", "name": "示范建材有限公司"}
DOCKETING: dict[str, Any] = {
    "type": "0301",
    "branch": "civil",
    "instance": "first",
    "procedure": "civil.first.ordinary",
    "cause": {"code": "9129", "name": "买卖合同纠纷"},
    "parties": [PLAINTIFF, DEFENDANT],
}
JUDGMENT: dict[str, Any] = {"outcome": "judgment", "way": "pronounced"}


def sole(judge: Member, clerk: Member) -> dict[str, Any]:
    """A judge who sits alone, with a clerk."""
    return {
        "form": "sole",
        "members": [{"officer": judge.id, "role": "reporting_judge"}, {"officer": clerk.id, "role": "clerk"}],
    }


def collegial(presiding: Member, reporting: Member, third: Member, clerk: Member) -> dict[str, Any]:
    """A panel of three with its clerk; the third is an assessor or a judge."""
    role = "assessor" if third.post.role == "assessor" else "member"
    return {
        "form": "collegial",
        "members": [
            {"officer": presiding.id, "role": "presiding_judge"},
            {"officer": reporting.id, "role": "reporting_judge"},
            {"officer": third.id, "role": role},
            {"officer": clerk.id, "role": "clerk"},
        ],
    }


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A time of day in mainland China."""
    return datetime.combine(day, time(hour, minute), MAINLAND)


class Story:
    """A case told through the ledger. `on` records what happened on a day of 2019, as another system's entry unless an officer is named."""

    def __init__(self, house: House, case: UUID, state: CaseState) -> None:
        self.house, self.case, self.state = house, case, state

    def on(
        self,
        month: int,
        day: int,
        kind: str,
        *,
        by: Member | None = None,
        recorded: datetime | None = None,
        **data: Any,
    ) -> "Story":
        happened = date(YEAR, month, day)
        written = ledger.append(
            self.case, kind, data, occurred_on=happened, by=by.recorder if by else Feed("here"), at=recorded or moment(happened)
        )  # fmt: skip
        self.state = written.state
        return self

    def assigned(self, judge: Member, month: int = 3, day: int = 4, division: str = "civil") -> "Story":
        return self.on(
            month, day, "case.assigned", division_id=self.house.division(division), reporting_judge=judge.id, way="random"
        )  # fmt: skip

    def closed(self, month: int = 6, day: int = 3) -> "Story":
        return self.on(month, day, "case.closed", **JUDGMENT)

    @property
    def row(self) -> Case:
        """The case as it stands in the database."""
        return Case.objects.get(pk=self.case)


def docketed(
    house: House,
    month: int = 3,
    day: int = 1,
    *,
    by: Member | None = None,
    recorded: datetime | None = None,
    **changes: Any,
) -> Story:
    """A new case of a court, docketed on a day of 2019 with the next number of the series unless it brings one."""
    happened = date(YEAR, month, day)
    written = ledger.open_case(
        house.court.id, "case.docketed", {**DOCKETING, **changes}, occurred_on=happened,
        by=by.recorder if by else Feed("here"), at=recorded or moment(happened),
    )  # fmt: skip
    return Story(house, written.case, written.state)
