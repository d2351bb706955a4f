"""Which rules were in force on a day, and what a person would call a change between two days. Used by `xiezhi law` and the law pages."""

from datetime import date
from typing import Any, NamedTuple

from xiezhi.rules.errors import OutsideValidity
from xiezhi.rules.language import tr
from xiezhi.rules.limits.catalogue import Catalogue, RuleVersion
from xiezhi.site.law_words import describe_ladder, describe_version


class Change(NamedTuple):
    """A rule whose words differ between two days; a side without words = not in force that day."""

    id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def keys(self) -> list[str]:
        """What differs: limit, articles, ladder."""
        before, after = self.before or {}, self.after or {}
        return [key for key in (before or after) if before.get(key) != after.get(key)]


def in_force(catalogue: Catalogue, day: date) -> list[RuleVersion]:
    """The version of each rule that governed on a day. Raises OutsideValidity beyond the days the catalogue knows."""
    if day > catalogue.known_through:
        zh, en = (
            f"规则库只覆盖到{catalogue.known_through}",
            f"the catalogue covers days up to {catalogue.known_through} only",
        )
        raise OutsideValidity("law", day, zh, en)
    return [
        version
        for rule in catalogue.rules.values()
        for version in rule.versions
        if version.first <= day <= version.last
    ]


def changes(catalogue: Catalogue, earlier: date, later: date) -> list[Change]:
    """Every rule that reads differently on the two days, in the order of the catalogue."""
    before, after = (
        {version.rule: _comparable(catalogue, version, day) for version in in_force(catalogue, day)}
        for day in (earlier, later)
    )
    return [
        Change(name, before.get(name), after.get(name))
        for name in catalogue.rules
        if before.get(name) != after.get(name)
    ]


def _comparable(catalogue: Catalogue, version: RuleVersion, day: date) -> dict[str, Any]:
    """What a person would call a change: the limit, its articles and texts, the steps of extension."""
    row = describe_version(catalogue, version, day)
    return {
        "limit": row["limit"],
        "articles": row["articles"],
        "ladder": ladder_words(catalogue, version, day),
    }


def ladder_words(catalogue: Catalogue, version: RuleVersion, day: date) -> list[str]:
    """The rungs of extension open to a rule on a day, a line each."""
    ladder = catalogue.ladders[version.ladder].version(day) if version.ladder else None
    if version.ladder is None or ladder is None:
        return []
    described = describe_ladder(catalogue, catalogue.ladders[version.ladder], day)["versions"]
    steps: list[dict[str, Any]] = next(
        (entry["steps"] for entry in described if entry["from"] == ladder.first.isoformat()), []
    )
    return [
        f"{step['approver']} {step['length']}"
        + (
            tr(f"，届满{step['apply_by_days']}日前申请", f", apply {step['apply_by_days']} d before")
            if step["apply_by_days"]
            else ""
        )
        + (tr("，须双方同意", ", both parties consenting") if step["consent_required"] else "")
        for step in steps
    ]
