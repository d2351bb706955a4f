"""`xiezhi law`: which rules were in force on a day, everything about one of them, and what changed between two days."""

from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from xiezhi.site.cli.console import JSON, LANG, guarded, out, parse_day, print_json, print_line, today
from xiezhi.site.cli.wording import Command, Group
from xiezhi.site.language import language, tr

if TYPE_CHECKING:
    from xiezhi.rules.limits.catalogue import Catalogue, Ground, Ladder, Rule, RuleVersion
    from xiezhi.rules.limits.duties import Duty

app = typer.Typer(no_args_is_help=True, cls=Group)

ON = typer.Option(
    None,
    "--on",
    metavar="DATE",
    help=tr("哪一日有效（默认今天）", "In force on which day (today if left out)"),
)


def _catalogue() -> "Catalogue":
    from xiezhi.rules.limits.loader import load_catalogue

    return load_catalogue()


@app.command("list", cls=Command, help=tr("某日有效的全部规则", "All rules in force on a day"))
@guarded
def list_rules(
    branch: str | None = typer.Argument(
        None, help=tr("只列某一类，如 civil", "Only one branch, such as civil")
    ),
    on: str | None = ON,
    as_json: bool = JSON,
    lang: str | None = LANG,
) -> None:
    catalogue, day = _catalogue(), parse_day(on) or today()
    if branch == "secondary":
        from xiezhi.rules.limits.duties import load_duties

        rows = [_describe_duty(catalogue, duty) for duty in load_duties().values()]
    elif branch is not None and branch not in catalogue.branches:
        raise _unknown(branch, [*catalogue.branches, "secondary"])
    else:
        rows = [
            _row(catalogue, version, day)
            for version in _in_force(catalogue, day)
            if branch in (None, version.rule.partition(".")[0])
        ]
    if as_json:
        for row in rows:
            print_json(row)
        return
    for row in rows:
        print_line(f"{row['id']}  {row['name']}  {row['limit']}", style="bold")
        print_line(f"    {tr('；', '; ').join(row['articles'])}  [{_checked(row['verification'])}]")
    out().print(tr(f"{day} 有效的规则 {len(rows)} 条", f"{len(rows)} rules in force on {day}"))


def _in_force(catalogue: "Catalogue", day: date) -> "list[RuleVersion]":
    from xiezhi.rules.errors import OutsideValidity

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


def _checked(word: str) -> str:
    return {
        "verified": tr("已核", "read"),
        "documented": tr("读法", "reading"),
        "unverified": tr("未核", "unverified"),
    }[word]


def _limit_words(version: "RuleVersion") -> str:
    from xiezhi.rules.limits.sentences import length_en, length_zh

    length = length_en if language() == "en" else length_zh
    if version.status != "limit":
        return {
            "no_limit": tr("无法定期限", "no limit"),
            "exempt": tr("不受审限限制", "exempt"),
            "before_day": tr("选举日前", "before election day"),
        }[version.status]
    words = length(version.base)
    if version.soft is not None:
        words = tr(
            f"一般{length(version.soft)}，至迟{words}", f"normally {length(version.soft)}, at most {words}"
        )
    for variant in version.variants:
        words += tr(
            f"；{_when(variant)}：{length(variant.base)}", f"; {_when(variant)}: {length(variant.base)}"
        )
    return words


def _when(variant: Any) -> str:
    return (
        f"{variant.fact} > {variant.above}"
        if variant.above is not None
        else f"{variant.fact}={str(variant.is_true).lower()}"
    )


def _cited(catalogue: "Catalogue", citations: tuple[str, ...], day: date) -> list[str]:
    return [
        source.en if language() == "en" else source.zh
        for source in catalogue.documents.cite_known(citations, day)
    ]


def _row(catalogue: "Catalogue", version: "RuleVersion", day: date) -> dict[str, Any]:
    rule = catalogue.rules[version.rule]
    return {
        "id": rule.id,
        "name": tr(rule.name_zh, rule.name_en),
        "limit": _limit_words(version),
        "from": version.first.isoformat(),
        "to": None if version.last == date.max else version.last.isoformat(),
        "anchor": tr(*catalogue.anchors[version.anchor]),
        "ladder": version.ladder,
        "articles": _cited(catalogue, version.articles, day),
        "readings": list(version.readings),
        "verification": version.verification,
        "note": tr(version.note_zh, version.note_en) or None,
    }


@app.command(
    cls=Command,
    help=tr(
        "一条规则、延长阶梯、事由、读法或者文本的全部内容",
        "Everything about a rule, ladder, ground, reading or text",
    ),
)
@guarded
def show(
    name: str = typer.Argument(..., metavar="ID"), as_json: bool = JSON, lang: str | None = LANG
) -> None:
    from xiezhi.rules.limits.duties import load_duties

    catalogue = _catalogue()
    kinds: list[tuple[dict[str, Any], Any]] = [
        (catalogue.rules, _describe_rule),
        (catalogue.ladders, _describe_ladder),
        (catalogue.grounds, _describe_ground),
        (catalogue.reading_texts, _describe_reading),
        (catalogue.documents.by_key, _describe_text),
        (load_duties(), _describe_duty),
    ]
    found = [describe(catalogue, group[name]) for group, describe in kinds if name in group]
    if not found:
        raise _unknown(name, [known for group, _ in kinds for known in group])
    for description in found:
        if as_json:
            print_json(description)
        else:
            _tell(description)


def _unknown(name: str, names: list[str]) -> Exception:
    from difflib import get_close_matches

    from xiezhi.rules.errors import InputError

    near = get_close_matches(name, names, 5, 0.5) or names[:5]
    zh, en = f"没有 {name}；相近的有：{'、'.join(near)}", f"there is no {name}; near it: {', '.join(near)}"
    return InputError(zh, en, field="ID")


def _describe_rule(catalogue: "Catalogue", rule: "Rule") -> dict[str, Any]:
    newest = rule.versions[-1]
    ladder = catalogue.ladders.get(newest.ladder or "")
    return {
        "id": rule.id,
        "name": tr(rule.name_zh, rule.name_en),
        "branch": tr(catalogue.branches[rule.branch].name_zh, catalogue.branches[rule.branch].name_en),
        "versions": [_row(catalogue, version, min(version.last, today())) for version in rule.versions],
        "ladder": _describe_ladder(catalogue, ladder) if ladder else None,
    }


SPECIAL_APPROVERS = {
    "high_or_spc": (
        "高级人民法院（高级法院审理的由最高人民法院）",
        "the high court (the SPC where a high court tries)",
    ),
    "any": ("法律未指明", "not named by the law"),
}


def _describe_ladder(catalogue: "Catalogue", ladder: "Ladder") -> dict[str, Any]:
    from xiezhi.rules.limits.sentences import APPROVERS, length_en, length_zh

    length = length_en if language() == "en" else length_zh
    versions = []
    for version in ladder.versions:
        steps = [
            {
                "approver": tr(*(APPROVERS | SPECIAL_APPROVERS)[step.approver]),
                "length": length(step.length) if step.length else tr("不限", "as granted"),
                "repeatable": step.repeatable,
                "apply_by_days": step.apply_by_days,
                "decide_by_days": step.decide_by_days,
                "grounds": list(step.grounds),
                "consent_required": step.consent_required,
                "filing_required": step.filing_required,
                "total": length(step.total) if step.total else None,
            }
            for step in version.steps
        ]  # fmt: skip
        versions.append(
            {
                "from": version.first.isoformat(),
                "to": None if version.last == date.max else version.last.isoformat(),
                "steps": steps,
                "articles": _cited(catalogue, version.articles, min(version.last, today())),
                "verification": version.verification,
            }
        )
    return {"id": ladder.id, "name": tr(ladder.name_zh, ladder.name_en), "versions": versions}


def _describe_ground(catalogue: "Catalogue", ground: "Ground") -> dict[str, Any]:
    from xiezhi.rules.limits.sentences import length_en, length_zh

    cap = (
        (length_en if language() == "en" else length_zh)(ground.cap)
        if ground.cap
        else tr(*ground.shown_cap) or None
    )
    articles = tuple(dict.fromkeys(citation for group in ground.articles.values() for citation in group))
    return {
        "id": ground.id,
        "kind": {"deduction": tr("扣除", "deduction"), "suspension": tr("中止", "suspension")}[ground.kind],
        "name": tr(ground.name_zh, ground.name_en),
        "starts": tr(*ground.starts) or None,
        "ends": tr(*ground.ends) or None,
        "cap": cap,
        "rules": sorted(ground.rules),
        "articles": _cited(catalogue, articles, today()),
        "verification": ground.verification,
    }


def _describe_duty(catalogue: "Catalogue", duty: "Duty") -> dict[str, Any]:
    from xiezhi.rules.limits.sentences import length_en, length_zh

    length = length_en if language() == "en" else length_zh
    limit = length(duty.base) if duty.base else ""
    if duty.most_times is not None:
        limit = tr(f"至多{duty.most_times}次", f"at most {duty.most_times} times")
    return {
        "id": duty.id,
        "name": tr(duty.name_zh, duty.name_en),
        "limit": tr(f"提前{limit}", f"{limit} before") if duty.direction == "before" else limit,
        "anchor": tr(duty.anchor_zh, duty.anchor_en) or None,
        "articles": _cited(catalogue, duty.articles, today()),
        "verification": duty.verification,
        "note": tr(duty.note_zh, duty.note_en) or None,
    }


def _describe_reading(catalogue: "Catalogue", reading: Any) -> dict[str, Any]:
    return {
        "id": reading.id,
        "statement": tr(reading.statement_zh, reading.statement_en),
        "ground": tr(reading.ground_zh, reading.ground_en) or None,
        "certainty": reading.certainty,
        "switch": reading.switch,
    }


def _describe_text(catalogue: "Catalogue", text: Any) -> dict[str, Any]:
    return {
        "id": text.key,
        "name": tr(text.name_zh, text.name_en),
        "versions": [
            {
                "id": version.id,
                "from": version.first.isoformat(),
                "to": None if version.last == date.max else version.last.isoformat(),
                "number": version.number or None,
                "verification": version.verification,
            }
            for version in text.versions
        ],
    }


LABELS = {
    "id": ("编号", "id"),
    "name": ("名称", "name"),
    "branch": ("类别", "branch"),
    "versions": ("版本", "versions"),
    "ladder": ("延长", "extensions"),
    "limit": ("期限", "limit"),
    "from": ("自", "from"),
    "to": ("至", "to"),
    "anchor": ("起算", "starts with"),
    "articles": ("依据", "articles"),
    "readings": ("读法", "readings"),
    "verification": ("核实", "checked"),
    "note": ("说明", "note"),
    "steps": ("阶梯", "steps"),
    "approver": ("批准", "approver"),
    "length": ("长度", "length"),
    "repeatable": ("可再次", "repeatable"),
    "apply_by_days": ("届满前几日申请", "apply days before"),
    "decide_by_days": ("届满前几日决定", "decide days before"),
    "grounds": ("事由", "grounds"),
    "consent_required": ("须双方同意", "consent needed"),
    "filing_required": ("须备案", "filing needed"),
    "total": ("合计不超过", "in all at most"),
    "kind": ("种类", "kind"),
    "starts": ("开始", "starts"),
    "ends": ("结束", "ends"),
    "cap": ("上限", "cap"),
    "rules": ("适用", "applies to"),
    "statement": ("内容", "statement"),
    "ground": ("理由", "ground"),
    "certainty": ("确定程度", "certainty"),
    "switch": ("可选设置", "switch"),
    "number": ("文号", "number"),
}


def _tell(value: dict[str, Any], depth: int = 0) -> None:
    """A description as indented lines, empty entries left out."""
    for key, part in value.items():
        label = f"{'  ' * depth}{tr(*LABELS[key])}{tr('：', ': ')}"
        if isinstance(part, dict):
            print_line(label)
            _tell(part, depth + 1)
        elif isinstance(part, list) and part and isinstance(part[0], dict):
            print_line(label)
            for number, entry in enumerate(part, 1):
                print_line(f"{'  ' * depth}  [{number}]")
                _tell(entry, depth + 2)
        elif part not in (None, [], False, ""):
            words = (
                tr("；", "; ").join(part)
                if isinstance(part, list)
                else tr("是", "yes")
                if part is True
                else part
            )
            print_line(f"{label}{_checked(words) if key == 'verification' else words}")


@app.command(cls=Command, help=tr("两日之间规则有何变化", "What changed between two days"))
@guarded
def diff(
    first: str = typer.Argument(..., metavar="FROM"),
    second: str = typer.Argument(..., metavar="TO"),
    as_json: bool = JSON,
    lang: str | None = LANG,
) -> None:
    catalogue = _catalogue()
    earlier, later = parse_day(first), parse_day(second)
    assert earlier is not None  # both are required
    assert later is not None
    before = {
        version.rule: _comparable(catalogue, version, earlier) for version in _in_force(catalogue, earlier)
    }
    after = {version.rule: _comparable(catalogue, version, later) for version in _in_force(catalogue, later)}
    changes: list[dict[str, Any]] = [
        {"id": name, "before": before.get(name), "after": after.get(name)}
        for name in catalogue.rules
        if before.get(name) != after.get(name)
    ]
    if as_json:
        for change in changes:
            print_json(change)
        return
    for change in changes:
        rule = catalogue.rules[change["id"]]
        print_line(f"{rule.id}  {tr(rule.name_zh, rule.name_en)}", style="bold")
        for mark, side, style in (("-", change["before"], "red"), ("+", change["after"], "green")):
            for key, words in (side or {}).items():
                other = (change["after"] if mark == "-" else change["before"]) or {}
                if other.get(key) != words:
                    shown = tr("；", "; ").join(words) if isinstance(words, list) else words
                    print_line(f"  {mark} {tr(*LABELS[key])}{tr('：', ': ')}{shown}", style=style)
    out().print(
        tr(
            f"{earlier} 与 {later} 之间变化 {len(changes)} 条",
            f"{len(changes)} rules differ between {earlier} and {later}",
        )
    )


def _comparable(catalogue: "Catalogue", version: "RuleVersion", day: date) -> dict[str, Any]:
    """What a person would call a change: the limit, its articles and texts, the steps of extension."""
    row = _row(catalogue, version, day)
    ladder = catalogue.ladders[version.ladder].version(day) if version.ladder else None
    described = (
        _describe_ladder(catalogue, catalogue.ladders[version.ladder])["versions"]
        if version.ladder and ladder
        else []
    )
    steps: list[dict[str, Any]] = next(
        (entry["steps"] for entry in described if ladder and entry["from"] == ladder.first.isoformat()), []
    )
    words = [
        f"{step['approver']} {step['length']}"
        + (
            tr(f"，届满{step['apply_by_days']}日前申请", f", apply {step['apply_by_days']} d before")
            if step["apply_by_days"]
            else ""
        )
        + (tr("，须双方同意", ", both parties consenting") if step["consent_required"] else "")
        for step in steps
    ]
    return {"limit": row["limit"], "articles": row["articles"], "ladder": words}
