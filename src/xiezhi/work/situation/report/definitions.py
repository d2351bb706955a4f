"""The definitions that a report used, as digests kept with it, and what has changed in them when it is made again.

The key of an indicator, of a count of the pages (`counts`), `scope:…`, THRESHOLDS, or POSTS for the numbers of people by whom figures
divide, which are those of the posts as they stood. Figures of the same facts by the same rules are the same figures: where a rule or
those numbers have changed, the report that is made again says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from xiezhi.rules.indicators.catalogue import formulas, indicators, scopes
from xiezhi.rules.indicators.digests import Digests, digest, digests_of, digests_of_scope
from xiezhi.rules.indicators.thresholds import IN_FORMULAS, thresholds
from xiezhi.rules.language import tr
from xiezhi.work.situation.counts import counts, formula_of, name_of
from xiezhi.work.situation.looking import Shown
from xiezhi.work.situation.own_intervals import known_indicators
from xiezhi.work.situation.wording import moment_words

SCOPE, THRESHOLDS, POSTS = "scope:", "thresholds", "posts"
Kept = Mapping[str, Iterable[str]]  # by key the two digests: of the rule, of the words


@dataclass(frozen=True, slots=True)
class Repeated:
    """The report that is made again: when it was made, by which definitions (none: it is older than their digests)."""

    made_at: datetime
    digests: Kept


@dataclass(frozen=True, slots=True)
class Changes:
    """Keys of definitions: those with another rule, those of which only something else is said, those that are no longer there, those that are new."""

    rules: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rules or self.words or self.gone or self.new)


def digests_in_force(keys: Iterable[str], scope: str) -> dict[str, list[str]]:
    """The digests of the definitions behind figures of these keys in a scope, as they are now."""
    found: dict[str, Digests] = {}
    for key in keys:
        if key in counts():
            one = counts()[key]
            found[key] = Digests(digest(one.formula), digest(one.zh, one.en))
        elif key in formulas():
            name = formulas()[key][0].id
            found[name] = digests_of(known_indicators()[name])
    if scope in scopes():
        found[f"{SCOPE}{scope}"] = digests_of_scope(scopes()[scope])
    beside = [item for item in asdict(thresholds()).items() if item[0] not in IN_FORMULAS]
    found[THRESHOLDS] = Digests(digest(beside), "")
    return {key: list(found[key]) for key in sorted(found)}


def digests_of_posts(found: Iterable[Shown]) -> dict[str, list[str]]:
    """The digest of the numbers of people by whom some of the figures divide."""
    numbers = [
        (one.key, one.period.name, one.denominator)
        for one in found
        if (formula := formula_of(one.key)) is not None and formula.parameters
    ]
    return {POSTS: list(Digests(digest(sorted(numbers, key=str)), ""))} if numbers else {}


def changes(then: Kept, now: Kept) -> Changes:
    """What differs between the definitions of two reports."""
    both = [(key, tuple(then[key]), tuple(now[key])) for key in sorted(then.keys() & now.keys())]
    return Changes(
        rules=tuple(key for key, old, new in both if old[0] != new[0]),
        words=tuple(key for key, old, new in both if old[0] == new[0] and old[1:] != new[1:]),
        gone=tuple(sorted(then.keys() - now.keys())),
        new=tuple(sorted(now.keys() - then.keys())),
    )


def changes_since(then: Kept, scope: str) -> Changes:
    """What has changed until now in the definitions that a report used."""
    definitions = {key: value for key, value in then.items() if key != POSTS}
    return changes(definitions, digests_in_force(definitions, scope))


def changes_words(found: Changes) -> str:
    """Which definitions they are; "" without any."""
    parts = (
        (
            tr("计算方法已修改", "counted in another way"),
            tuple(key for key in found.rules if key != POSTS),
        ),
        (tr("任职记录已变动", "other posts recorded"), tuple(key for key in found.rules if key == POSTS)),
        (tr("文字说明或者参考区间已修改", "with other words or another reference interval"), found.words),
        (tr("不再列出", "no longer told"), found.gone),
        (tr("新列出", "newly told"), found.new),
    )
    mark, comma = tr("：", ": "), tr("、", ", ")
    told = [f"{what}{mark}{comma.join(map(_named, keys))}" for what, keys in parts if keys]
    return tr("；", "; ").join(told)


def repeated_words(repeated: Repeated, now: Kept) -> str:
    """The sentence of a report that was made again: whether it rests on the definitions of the first one."""
    made = moment_words(repeated.made_at)
    if not repeated.digests:
        return tr(
            f"本报告按{made}的报告重新生成。那份报告没有留下口径摘要，不能判断口径此后是否修改。",
            f"Made again from the report of {made}, which kept no digests of its definitions: whether they have changed cannot be told.",
        )
    found = changes(repeated.digests, now)
    if not found:
        return tr(
            f"本报告按{made}的报告重新生成，数据、口径都与那份相同。",
            f"Made again from the report of {made}, from the same facts by the same definitions.",
        )
    words = changes_words(found)
    if found == Changes(rules=(POSTS,)):
        return tr(
            f"本报告按{made}的报告重新生成，案件数据、口径都与那份相同，所除的人数不同。{words}。",
            f"Made again from the report of {made}, from the same facts by the same definitions, with other numbers of people: {words}.",
        )
    return tr(
        f"本报告按{made}的报告重新生成，数据相同，口径此后有修改，数字可能与那份不同。{words}。",
        f"Made again from the report of {made}, from the same facts; definitions have changed since, and figures may differ: {words}.",
    )


def _named(key: str) -> str:
    """A definition by its name, with its key; by its key alone where it is no longer there."""
    name = key
    if key in counts() or key in indicators():
        name = name_of(key)
    elif key == THRESHOLDS:
        name = tr("阈值", "thresholds")
    elif key == POSTS:
        name = tr("法官人数、折算人力", "judges and full-time equivalents")
    elif key.removeprefix(SCOPE) in scopes():
        scope = scopes()[key.removeprefix(SCOPE)]
        name = tr(f"口径“{scope.name_zh}”", f'scope "{scope.name_en}"')
    return name if name == key else tr(f"{name}（{key}）", f"{name} ({key})")


__all__ = [
    "Changes",
    "Kept",
    "Repeated",
    "changes",
    "changes_since",
    "changes_words",
    "digests_in_force",
    "digests_of_posts",
    "repeated_words",
]
