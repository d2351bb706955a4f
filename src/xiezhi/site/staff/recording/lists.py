"""The closed lists a form offers: who is in post, which grounds the law knows, which spans and hearings are open.

What an event already says stays among the choices when it is corrected, even if it would not be offered today.
"""

from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q

from xiezhi.record.models import Court, Officer, Post
from xiezhi.record.state import CaseState
from xiezhi.rules.case_number import case_types
from xiezhi.rules.language import tr
from xiezhi.rules.limits.catalogue import Catalogue, Ground
from xiezhi.rules.limits.duties import ClosingKind, load_closing_kinds
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.offices import load_offices
from xiezhi.rules.procedure.catalogue import EventKind, Field, event_kind, load_procedure
from xiezhi.rules.procedure.filing import levels_of_rule
from xiezhi.site.staff.recording.desk import Desk, branch_of
from xiezhi.site.staff.recording.numbered import Choice, numbered_choices

SEATED = "panel.formed"  # whoever deals with cases may record this
ANSWERING = "extension.requested"  # whoever answers for a case asks for more time in it
BESIDE_THEM = ("assessor",)


class Group(NamedTuple):
    """Choices under a heading; without words they stand by themselves."""

    words: str
    choices: list[Choice]


class Lists:
    """What can be chosen in one case for what happens on one day."""

    def __init__(self, desk: Desk, on: date) -> None:
        self.desk, self.on = desk, on
        self.state: CaseState = desk.state
        self.law: Catalogue = load_catalogue()

    def of(self, kind: EventKind, field: Field) -> list[Group] | None:
        """The choices of a field; None where anything may be written."""
        numbered = numbered_choices(self.desk, self.on, kind, field)
        if numbered is not None:
            return _plain(numbered)
        make = {
            "choice": self._named,
            "officer": self._officers,
            "division": self._divisions,
            "rule": self._rules,
            "case_type": self._case_types,
            "ground_deduction": self._grounds,
            "ground_suspension": self._grounds,
            "restart": self._restarts,
            "text": self._written_choices,
        }.get(field.type)
        return make(kind, field) if make else None

    def suggestions(self, field: Field) -> list[str]:
        """What is usually written into a free text: papers of the file, rooms of the court, courts."""
        if field.name in ("document", "paper", "minutes"):
            titles = (paper for paper in self.state.documents if "withdrawn" not in paper)
            return [str(paper.get("title") or paper["name"]) for paper in titles] if self._reads else []
        if field.name == "room":
            return list(self.desk.court.rooms.order_by("name").values_list("name", flat=True))
        if field.type == "court":
            return [tr(name, en or name) for _, name, en in self._courts]
        if field.name == "name" and self._reads:
            people = (one for party in self.state.parties for one in party.get("representatives", ()))
            return [person["name"] for person in people]
        return []

    def court_named(self, words: str) -> str:
        """The identifier of a court of the record by its name in either language, else the name as it stands."""
        return next((pk for pk, name, en in self._courts if words in (name, en)), words)

    def court_name(self, identifier: str) -> str:
        """The name of a court of the record, else what was written."""
        return next((tr(name, en or name) for pk, name, en in self._courts if pk == identifier), identifier)

    def recorded(self, field: Field, value: object) -> str:
        """How a value that stands in the record is named."""
        voice, words = self.desk.voice, str(value)
        if field.type == "officer":
            return voice.names.officer(words)
        if field.type == "division":
            return voice.names.division(words)
        if field.type == "rule":
            return voice.procedure(words)
        return voice.ground(words) if field.type.startswith("ground_") else words

    # --- people and places

    def _officers(self, kind: EventKind, field: Field) -> list[Group]:
        if field.name == "reporting_judge":
            return self._in_post(event_kind(ANSWERING).part_roles)
        groups = self._in_post((*event_kind(SEATED).part_roles, *BESIDE_THEM))
        if kind.phase != "integrity":
            return groups
        seated = {officer for officer, _ in self.state.panel}
        here = [choice for group in groups for choice in group.choices if choice[0] in seated]
        if not here:
            return groups
        rest = [
            Group(group.words, [choice for choice in group.choices if choice[0] not in seated])
            for group in groups
        ]
        return [
            Group(tr("本案审判组织", "Panel of this case"), here),
            *(group for group in rest if group.choices),
        ]

    def _in_post(self, roles: Iterable[str]) -> list[Group]:
        """The officers of the court in one of these posts that day, each once in the highest of them: those of the division that has
        the case first, then the leadership of the court. Those who may not deal with the case are left out."""
        own = self.desk.division
        order = ("own", "court", "elsewhere") if own else ("elsewhere", "court")
        placed: dict[str, list[Choice]] = {place: [] for place in order}
        for post in self._highest(set(roles)):
            division = str(post.division_id) if post.division_id else ""
            place = "court" if not division else "own" if division == own else "elsewhere"
            placed[place].append((str(post.officer_id), _with_post(self._person(post.officer), post)))
        words = {
            "own": tr("承办部门", "The division of the case"),
            "court": tr("院领导及其他", "The court"),
            "elsewhere": tr("其他部门", "Other divisions") if own else tr("各部门", "Divisions"),
        }
        return [Group(words[place], people) for place, people in placed.items() if people]

    def _highest(self, roles: Collection[str]) -> list[Post]:
        """By officer the highest of his posts among these, in the order of the court: divisions by place, the head before the others."""
        order = {name: place for place, name in enumerate(load_offices().roles)}
        found: dict[object, Post] = {}
        for post in sorted(self._posts, key=lambda one: order[one.role]):
            if post.role in roles and str(post.officer_id) not in self.state.conflicts:
                found.setdefault(post.officer_id, post)
        posts = list(found.values())
        return sorted(posts, key=lambda one: one.division.place if one.division else 0)

    def _person(self, officer: Officer) -> str:
        """The name; with the staff number where two of the court bear it."""
        bearers = {post.officer_id for post in self._posts if post.officer.name == officer.name}
        return officer.name if len(bearers) == 1 else f"{officer.name} {officer.staff_number}"

    def _divisions(self, kind: EventKind, field: Field) -> list[Group]:
        """The divisions of the court in which somebody can answer for a case: an archive or an office handles none."""
        answering = event_kind(ANSWERING).part_roles
        trying = {post.division for post in self._posts if post.role in answering and post.division}
        in_force = [one for one in trying if one.last_on is None or one.last_on >= self.on]
        rows = sorted(in_force, key=lambda one: one.place)
        return _plain([(str(one.pk), tr(one.name, one.name_en or one.name)) for one in rows])

    @cached_property
    def _posts(self) -> list[Post]:
        held = Post.objects.filter(
            Q(last_on=None) | Q(last_on__gte=self.on), court=self.desk.court, first_on__lte=self.on
        )
        return list(
            held.select_related("officer", "division").order_by("division__place", "officer__name_key")
        )

    @cached_property
    def _courts(self) -> list[tuple[str, str, str]]:
        rows = Court.objects.order_by("place").values_list("pk", "name", "name_en")
        return [(str(pk), name, name_en) for pk, name, name_en in rows]

    # --- what the law lists

    def _named(self, kind: EventKind, field: Field) -> list[Group]:
        values = load_procedure().choices[field.choices or ""]
        if field.choices == "closing_way":
            return _plain([(one.id, _with_day(one)) for one in load_closing_kinds().values()])
        return _plain([(value, tr(*names)) for value, names in values.items()])

    def _written_choices(self, kind: EventKind, field: Field) -> list[Group] | None:
        """Texts for which the law has a list: grounds of an adjournment in civil cases, of an extension in criminal ones."""
        if field.choices is not None and self._branch_law == "cpl":
            return self._named(kind, field)
        if field.name == "ground" and kind.name.startswith("extension."):
            rung = self.desk.limit.rung
            named = {ground: tr(*names) for ground, names in self.law.extension_grounds.items()}
            return _listed_first(named, rung.step.grounds) if rung and rung.step.grounds else None
        return None

    def _grounds(self, kind: EventKind, field: Field) -> list[Group]:
        wanted = field.type.removeprefix("ground_")
        grounds = [ground for ground in self.law.grounds.values() if ground.kind == wanted]
        named = {ground.id: tr(ground.name_zh, ground.name_en) for ground in grounds}
        return _listed_first(named, [ground.id for ground in grounds if self._fits(ground)])

    def _fits(self, ground: Ground) -> bool:
        return self.state.procedure is None or ground.applies_to(self.state.procedure, self.on)

    def _rules(self, kind: EventKind, field: Field) -> list[Group]:
        """For a conversion what the law lists from the present procedure, then the others; at the docketing every rule by branch."""
        if kind.name == "procedure.converted":
            return self._conversions()
        branches: dict[str, list[Choice]] = {}
        for rule in self.law.rules.values():
            branches.setdefault(rule.branch, []).append((rule.id, tr(rule.name_zh, rule.name_en)))
        names = {key: tr(branch.name_zh, branch.name_en) for key, branch in self.law.branches.items()}
        return [Group(names.get(key, key), rules) for key, rules in branches.items()]

    def _conversions(self) -> list[Group]:
        """What the law lists from the present procedure, then what else courts of this level apply in cases of the branch."""
        present = self.state.procedure or ""
        branch = present.partition(".")[0]
        named = {
            rule.id: tr(rule.name_zh, rule.name_en)
            for rule in self.law.rules.values()
            if rule.id != present and rule.branch == branch and self._applied_here(rule.id)
        }
        listed = [to for start, to in self.law.conversions if start == present]
        return _listed_first(named, [rule for rule in listed if rule in named])

    def _applied_here(self, rule: str) -> bool:
        levels = levels_of_rule(rule)
        return not levels or self.desk.court.level in levels

    def _restarts(self, kind: EventKind, field: Field) -> list[Group]:
        reasons = {reason.id: reason for reason in self.law.restarts.values()}
        named = {key: tr(one.name_zh, one.name_en) for key, one in reasons.items()}
        procedure = self.state.procedure
        return _listed_first(
            named, [key for key, one in reasons.items() if procedure is None or procedure in one.rules]
        )

    def _case_types(self, kind: EventKind, field: Field) -> list[Group]:
        return _plain([(one.code, f"{one.symbol}　{one.name}") for one in case_types()])

    # --- what stands behind them

    @property
    def _reads(self) -> bool:
        return self.desk.opened.reads_contents

    @property
    def _branch_law(self) -> str | None:
        branch = self.law.branches.get(branch_of(self.state))
        return branch.law if branch else None


def _plain(choices: list[Choice]) -> list[Group]:
    return [Group("", choices)] if choices else []


def _listed_first(named: dict[str, str], listed: Collection[str]) -> list[Group]:
    """What the law data list for this case, then the rest: data that are not whole must bar nothing that happened. What the clock
    makes of the rest, the advice says."""
    others = [choice for choice in named.items() if choice[0] not in listed]
    rest = Group(tr("法律数据未列", "Not listed by the law data"), others)
    return [*_plain([(key, named[key]) for key in listed]), *([rest] if others else [])]


def _with_day(way: ClosingKind) -> str:
    """A way of closing with the day that counts for it."""
    return tr(f"{way.name_zh}：{way.day_zh}", f"{way.name_en}: {way.day_en}")


def _with_post(name: str, post: Post) -> str:
    """A person with division and post."""
    known, division = load_offices().roles[post.role], post.division
    if division is None:
        return tr(f"{name}（{known.name_zh}）", f"{name} ({known.name_en.lower()})")
    return tr(
        f"{name}（{division.name}{known.name_zh}）",
        f"{name} ({known.name_en.lower()}, {division.name_en or division.name})",
    )
