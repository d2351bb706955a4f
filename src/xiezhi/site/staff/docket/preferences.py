"""What a reader keeps for the docket in the account's preferences: own views, columns by view, compact rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db import transaction

from xiezhi.record.models import Account
from xiezhi.rules.errors import InputError
from xiezhi.site.staff.docket.columns import ALWAYS, COLUMNS
from xiezhi.site.staff.docket.views import VIEWS

Result = TypeVar("Result")

MOST_VIEWS = 12
LONGEST_NAME = 20
LONGEST_QUERY = 600
NOT_KEPT = (
    "saved",
    "as_of",
    "after",
    "before",
    "row",
    "page",
)  # a view is a question, not a place or a day in it


@dataclass(frozen=True, slots=True)
class OwnView:
    """A view somebody saved: its number, its name, the address's query."""

    id: str
    name: str
    query: str


def own_views(preferences: dict[str, Any]) -> list[OwnView]:
    """The saved views in the order in which they were saved."""
    return [OwnView(view["id"], view["name"], view["query"]) for view in _kept(preferences).get("views", [])]


def columns_of(preferences: dict[str, Any], view: str) -> list[str] | None:
    """The columns chosen for a view; None when nobody chose."""
    chosen: list[str] | None = _kept(preferences).get("columns", {}).get(view)
    return chosen


def is_compact(preferences: dict[str, Any]) -> bool:
    """Whether rows are set close."""
    return bool(_kept(preferences).get("compact", False))


def save_view(account: UUID, name: str, query: str) -> OwnView:
    """Keep a view under a name. Raises InputError for a name that is missing, too long or taken, and for too many views."""

    def keep(kept: dict[str, Any]) -> OwnView:
        views = kept.setdefault("views", [])
        clean = checked_name(name, [view["name"] for view in views])
        if len(views) >= MOST_VIEWS:
            raise InputError(
                f"最多保存{MOST_VIEWS}个视图，请先删去不用的",
                f"{MOST_VIEWS} views at most; remove one first",
                field="name",
            )
        number = str(1 + max((int(view["id"]) for view in views), default=0))
        views.append({"id": number, "name": clean, "query": clean_query(query)})
        return OwnView(number, clean, views[-1]["query"])

    return _change(account, keep)


def rename_view(account: UUID, view: str, name: str) -> OwnView:
    """Give a view another name. Raises InputError as `save_view`, and when there is no such view."""

    def rename(kept: dict[str, Any]) -> OwnView:
        views = kept.get("views", [])
        found = _found(views, view)
        found["name"] = checked_name(name, [view["name"] for view in views if view is not found])
        return OwnView(found["id"], found["name"], found["query"])

    return _change(account, rename)


def remove_view(account: UUID, view: str) -> OwnView:
    """Take a view out. Raises InputError when there is no such view."""

    def remove(kept: dict[str, Any]) -> OwnView:
        views = kept.get("views", [])
        found = _found(views, view)
        views.remove(found)
        return OwnView(found["id"], found["name"], found["query"])

    return _change(account, remove)


def choose_columns(account: UUID, view: str, keys: list[str]) -> None:
    """Remember the columns of a view; an empty choice means the usual ones again."""

    def choose(kept: dict[str, Any]) -> None:
        chosen = kept.setdefault("columns", {})
        if view not in VIEWS:
            return
        chosen.pop(view, None)
        known = [key for key in COLUMNS if key in keys and key != ALWAYS]
        if known:
            chosen[view] = [ALWAYS, *known]

    _change(account, choose)


def choose_compact(account: UUID, compact: bool) -> None:
    """Remember whether rows are set close."""
    _change(account, lambda kept: kept.update(compact=compact))


@transaction.atomic
def _change(account: UUID, change: Callable[[dict[str, Any]], Result]) -> Result:
    """Change what is kept; two windows of one reader wait for each other."""
    row = Account.objects.select_for_update().get(pk=account)
    kept = _kept(row.preferences)
    result = change(kept)
    row.preferences["docket"] = kept
    row.save(update_fields=["preferences"])
    return result


def _kept(preferences: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = preferences.get("docket", {})
    return kept


def _found(views: list[dict[str, str]], view: str) -> dict[str, str]:
    found = next((kept for kept in views if kept["id"] == view), None)
    if found is None:
        raise InputError("这个视图已经不在了", "that view is gone", field="view")
    return found


def checked_name(name: str, others: Iterable[str]) -> str:
    """The name of a view in one line. Raises InputError for one that is missing, too long, or among the others."""
    clean = " ".join(name.split())
    if not clean:
        raise InputError("请给视图起个名字", "give the view a name", field="name")
    if len(clean) > LONGEST_NAME:
        raise InputError(
            f"名字不超过{LONGEST_NAME}个字", f"a name has at most {LONGEST_NAME} characters", field="name"
        )
    if clean in others:
        raise InputError(f"已有名为“{clean}”的视图", f'there is a view named "{clean}" already', field="name")
    return clean


def clean_query(query: str) -> str:
    """The question of an address, without a place or a day in it."""
    kept = [pair for pair in parse_qsl(query[:LONGEST_QUERY]) if pair[0] not in NOT_KEPT]
    return urlencode([pair for pair in kept if "\0" not in "".join(pair)])
