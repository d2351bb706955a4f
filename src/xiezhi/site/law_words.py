"""The law as words for people: every entry of the catalogue described whole, in the language of the reader.

Called by `xiezhi law`; the keys are those of its `--json`.
"""

from datetime import date
from typing import Any

from xiezhi.rules.documents import Document
from xiezhi.rules.language import language, tr
from xiezhi.rules.limits.catalogue import Catalogue, Ground, Ladder, ReadingText, Rule, RuleVersion
from xiezhi.rules.limits.duties import Duty
from xiezhi.rules.limits.sentences import APPROVERS, length_en, length_zh


def checked(word: str) -> str:
    """How far an entry was verified, in a word."""
    return {
        "verified": tr("已核", "read"),
        "documented": tr("读法", "reading"),
        "unverified": tr("未核", "unverified"),
    }[word]


def limit_words(version: RuleVersion) -> str:
    """The length of a rule with its soft length and its variants."""
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
            f"；{tr(*variant.note)}：{length(variant.base)}", f"; {tr(*variant.note)}: {length(variant.base)}"
        )
    return words


def _cited(catalogue: Catalogue, citations: tuple[str, ...], day: date) -> list[str]:
    return [
        source.en if language() == "en" else source.zh
        for source in catalogue.documents.cite_known(citations, day)
    ]


def describe_version(catalogue: Catalogue, version: RuleVersion, day: date) -> dict[str, Any]:
    """One wording of a rule, its articles in the texts of that day."""
    rule = catalogue.rules[version.rule]
    return {
        "id": rule.id,
        "name": tr(rule.name_zh, rule.name_en),
        "limit": limit_words(version),
        "from": version.first.isoformat(),
        "to": None if version.last == date.max else version.last.isoformat(),
        "anchor": tr(*catalogue.anchors[version.anchor]),
        "ladder": version.ladder,
        "articles": _cited(catalogue, version.articles, day),
        "readings": list(version.readings),
        "verification": version.verification,
        "note": tr(version.note_zh, version.note_en) or None,
    }


def describe_rule(catalogue: Catalogue, rule: Rule, day: date) -> dict[str, Any]:
    """A rule with all its wordings and its extensions."""
    newest = rule.versions[-1]
    ladder = catalogue.ladders.get(newest.ladder or "")
    return {
        "id": rule.id,
        "name": tr(rule.name_zh, rule.name_en),
        "branch": tr(catalogue.branches[rule.branch].name_zh, catalogue.branches[rule.branch].name_en),
        "versions": [
            describe_version(catalogue, version, min(version.last, day)) for version in rule.versions
        ],
        "ladder": describe_ladder(catalogue, ladder, day) if ladder else None,
    }


SPECIAL_APPROVERS = {
    "high_or_spc": (
        "高级人民法院（高级法院审理的由最高人民法院）",
        "the high court (the SPC where a high court tries)",
    ),
    "any": ("法律未指明", "not named by the law"),
}


def describe_ladder(catalogue: Catalogue, ladder: Ladder, day: date) -> dict[str, Any]:
    """A ladder of extensions with all its steps at all times."""
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
                "refuse_by_days": step.refuse_by_days,
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
                "articles": _cited(catalogue, version.articles, min(version.last, day)),
                "verification": version.verification,
            }
        )
    return {"id": ladder.id, "name": tr(ladder.name_zh, ladder.name_en), "versions": versions}


def describe_ground(catalogue: Catalogue, ground: Ground, day: date) -> dict[str, Any]:
    """A ground for deduction or suspension."""
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
        "articles": _cited(catalogue, articles, day),
        "verification": ground.verification,
    }


def describe_duty(catalogue: Catalogue, duty: Duty, day: date) -> dict[str, Any]:
    """A secondary clock."""
    length = length_en if language() == "en" else length_zh
    limit = length(duty.base) if duty.base else ""
    if duty.most_times is not None:
        limit = tr(f"至多{duty.most_times}次", f"at most {duty.most_times} times")
    return {
        "id": duty.id,
        "name": tr(duty.name_zh, duty.name_en),
        "limit": tr(f"提前{limit}", f"{limit} before") if duty.direction == "before" else limit,
        "anchor": tr(duty.anchor_zh, duty.anchor_en) or None,
        "articles": _cited(catalogue, duty.articles, day),
        "verification": duty.verification,
        "note": tr(duty.note_zh, duty.note_en) or None,
    }


def describe_reading(catalogue: Catalogue, reading: ReadingText, day: date) -> dict[str, Any]:
    """A documented reading."""
    return {
        "id": reading.id,
        "statement": tr(reading.statement_zh, reading.statement_en),
        "ground": tr(reading.ground_zh, reading.ground_en) or None,
        "certainty": reading.certainty,
        "switch": reading.switch,
    }


def describe_text(catalogue: Catalogue, text: Document, day: date) -> dict[str, Any]:
    """A text of the law with its versions."""
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
    "refuse_by_days": ("不同意的，届满前几日决定", "refuse days before"),
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
