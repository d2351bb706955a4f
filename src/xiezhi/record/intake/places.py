"""Courts, divisions and judges as files name them: by code, by present or former name, by staff number. Looked up once for a batch of rows.

A court that nobody here knows is an outside court: entered with its name, its level where the name tells it, and the source `outside`, when the
mapping and the importing court's scope allow it. It stands behind all others and has no court above.
"""

from datetime import date
from uuid import UUID

from django.db.models import Max

from xiezhi.record.models import Court, CourtName, Division, Officer, Post
from xiezhi.record.numbers import SERIAL_WIDTH
from xiezhi.rules import courts as known_courts
from xiezhi.rules.case_number import FIRST_YEAR
from xiezhi.rules.errors import InputError

OUTSIDE = "outside"  # the source of courts that were entered because a file named them
OTHER_LEVEL = "other"  # of courts that stand in none of our levels
_FIRST_OUTSIDE_PLACE = 10 ** (SERIAL_WIDTH - 1)
_FIRST_DAY = date(FIRST_YEAR, 10, 1)  # since when is not known; no case of theirs is older


class Places:
    """What a file may point to. `scope`: the courts whose cases may be recorded, None = every one; `founding`: whether outside courts may be entered."""

    def __init__(self, scope: frozenset[UUID] | None, founding: bool) -> None:
        self._scope, self._founding = scope, founding
        self._courts: dict[str, UUID] = {}
        self._outside: set[UUID] = set()
        for other, *keys in CourtName.objects.values_list("court", "code", "name"):
            self._courts.update((key, other) for key in keys if key)
        for court, source, *keys in Court.objects.order_by("place").values_list(
            "id", "source", "code", "name"
        ):
            self._courts.update((key, court) for key in keys if key)
            if source == OUTSIDE:
                self._outside.add(court)
        self._divisions: dict[tuple[UUID, str], UUID] = {}
        for division, of, *keys in Division.objects.values_list("id", "court", "name", "kind"):
            self._divisions.update({(of, key): division for key in reversed(keys)})
        self._judges: dict[tuple[UUID, str], set[UUID]] | None = None
        self._homes: dict[tuple[UUID, UUID], UUID] = {}

    def court(self, named: str, *, level: str = "", code: str = "") -> UUID:
        """The court of that code or name. Raises InputError for one that is not known or lies outside the scope."""
        found = self._courts.get(named) or self._courts.get("".join(named.split()))
        if found is None:
            found = self._found(named, level, code)
        if found in self._outside:
            if not self._founding:
                raise _out_of_scope(named)
        elif self._scope is not None and found not in self._scope:
            raise _out_of_scope(named)
        return found

    def _found(self, named: str, level: str, code: str) -> UUID:
        """Enter an outside court, or find what another batch entered meanwhile."""
        if not self._founding:
            raise InputError(f"没有法院“{named}”", f"no court “{named}”", field="court")
        known = known_courts.court_by_code(named)
        name = known.name if known else " ".join(named.split())[:100]
        if name in self._courts:
            return self._courts[name]
        level = level or known_courts.level_of_name(name) or OTHER_LEVEL
        place = Court.objects.aggregate(last=Max("place"))["last"] or 0
        court = Court(
            code=(known.code if known else code)[:20], name=name, level=level, place=max(place + 1, _FIRST_OUTSIDE_PLACE), first_on=_FIRST_DAY,
            source=OUTSIDE, external_ref=name,
        )  # fmt: skip
        Court.objects.bulk_create([court], ignore_conflicts=True)
        found: UUID = Court.objects.values_list("id", flat=True).get(source=OUTSIDE, external_ref=name)
        self._courts[named] = self._courts[name] = found
        self._outside.add(found)
        return found

    def division(self, court: UUID, named: str) -> UUID | None:
        """The division of a court by its name or kind."""
        return self._divisions.get((court, named))

    def judge(self, court: UUID, named: str) -> UUID:
        """The officer by staff number, or by a name that only one of the court bears. Raises InputError."""
        if self._judges is None:
            self._learn_judges()
        assert self._judges is not None
        found = self._judges.get((court, named)) or self._judges.get((court, "".join(named.split())), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            zh, en = (
                f"本院有{len(found)}人名为{named}；请用工号",
                f"{len(found)} of the court are called {named}: use staff numbers",
            )
        else:
            zh, en = (
                f"本院没有人员{named}；请先导入人员",
                f"the court has nobody called {named}: import the staff first",
            )
        raise InputError(zh, en, field="judge")

    def home(self, court: UUID, officer: UUID) -> UUID | None:
        """The division of an officer's latest post in a court."""
        return self._homes.get((court, officer))

    def _learn_judges(self) -> None:
        self._judges = {}
        posts = Post.objects.order_by("first_on").values_list("court", "officer", "division")
        names = {pk: keys for pk, *keys in Officer.objects.values_list("id", "staff_number", "name")}
        for court, officer, division in posts:
            for key in names[officer]:
                self._judges.setdefault((court, key), set()).add(officer)
            if division is not None:
                self._homes[court, officer] = division


def _out_of_scope(named: str) -> InputError:
    return InputError(
        f"“{named}”不在您可以导入的法院范围内",
        f"“{named}” is not among the courts you may import for",
        field="court",
    )


__all__ = ["OTHER_LEVEL", "OUTSIDE", "Places"]
