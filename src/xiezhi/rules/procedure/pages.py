"""The catalogue of events and the matrix of posts as pages of the documentation, in both languages.

docs/events.md and docs/offices.md are what this writes; a test compares them. After a change of the data:

    python -m xiezhi.rules.procedure.pages docs
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.offices import VERBS, Offices, Right, Role, load_offices
from xiezhi.rules.procedure.catalogue import load_procedure
from xiezhi.rules.procedure.kinds import EventKind, Field, Names, Procedure
from xiezhi.rules.procedure.things import THINGS

TYPES: dict[str, Names] = {
    "text": ("文字", "text"),
    "day": ("日期", "day"),
    "moment": ("日期与时分", "day and minute"),
    "number": ("整数", "whole number"),
    "decimal": ("数", "number"),
    "flag": ("是否", "yes or no"),
    "flags": ("名称与是否", "names, each yes or no"),
    "id": ("标识符", "identifier"),
    "officer": ("人员", "officer"),
    "court": ("法院", "court"),
    "division": ("部门", "division"),
    "sha256": ("SHA-256摘要", "SHA-256"),
    "json": ("与所更正事件相同", "as in the event corrected"),
    "choice": ("选项", "one of"),
    "rule": ("程序（审限规则）", "rule of the limits"),
    "case_type": ("案件类型代码", "code of a case type"),
    "ground_deduction": ("扣除事由", "ground of a deduction"),
    "ground_suspension": ("中止事由", "ground of a suspension"),
    "restart": ("重新计算事由", "reason of a restart"),
    "shape": ("对象", "object"),
}
AFTER_CLOSING: dict[str, Names] = {
    "no": ("结案后不能登记", "not after closing"),
    "late": ("结案后只能补记此前发生的", "after closing only what happened before"),
    "yes": ("结案后仍可登记", "also after closing"),
}


def events_page() -> str:
    """docs/events.md: every kind of event by phase, then the objects and lists its fields use."""
    return "\n".join(_events(load_procedure())) + "\n"


def offices_page() -> str:
    """docs/offices.md: the matrix, then every role with its conditions in words."""
    return "\n".join(_offices(load_offices())) + "\n"


def _events(procedure: Procedure) -> Iterator[str]:
    yield "# Events 事件"
    yield ""
    yield "Generated from `src/xiezhi/rules/data/procedure` by `python -m xiezhi.rules.procedure.pages docs`; do not edit here."
    yield "本页由数据生成，请勿直接修改。"
    yield ""
    yield (
        f"What can happen in a case: {len(procedure.kinds)} kinds. An event is never changed or deleted; a mistake is put right by "
        "`correction.recorded`. Each carries the day it happened (`occurred_on`) and the moment it was recorded."
    )
    yield (
        f"案件中可能发生的事，共{len(procedure.kinds)}种。事件不修改、不删除；有误的，以“更正记录”更正。"
        "每一事件都有发生日期与登记时间。"
    )
    for phase, (zh, en) in procedure.choices["phase"].items():
        yield from ("", f"## {en} {zh}")
        for kind in procedure.kinds.values():
            if kind.phase == phase:
                yield from _event(kind, procedure)
    yield from ("", "## Objects 对象")
    for shape in procedure.shapes.values():
        yield from ("", f"### `{shape.name}` {shape.name_zh} · {shape.name_en}", "")
        yield from _field_table(shape.fields)
    yield from _lists(procedure)
    yield from _panels(procedure)


def _event(kind: EventKind, procedure: Procedure) -> Iterator[str]:
    yield from ("", f"### `{kind.name}` {kind.name_zh} · {kind.name_en}", "")
    after_zh, after_en = AFTER_CLOSING[kind.after_closing]
    yield f"- {kind.object_class}, version {kind.version}; {after_en} · {after_zh}"
    if kind.clock:
        yield "- bears on the limit · 影响审限"
    if kind.parties:
        yield "- shown to the parties · 向当事人公开"
    if kind.branches:
        names = [procedure.names_of("branch", branch) for branch in kind.branches]
        zh, en = "、".join(zh for zh, _ in names), ", ".join(en for _, en in names)
        yield f"- usual in these cases only: {en} · 通常只用于这类案件：{zh}"
    yield from _recorders(kind)
    yield from _order(kind, procedure)
    articles = list(_articles(kind.citations))
    if articles:
        yield f"- {'; '.join(en for _, en in articles)} · {'、'.join(zh for zh, _ in articles)}"
    if kind.fields:
        yield ""
        yield from _field_table(kind.fields)


def _recorders(kind: EventKind) -> Iterator[str]:
    for roles, zh, en in (
        (kind.part_roles, "本案办案人员登记", "recorded, with a part in the case, by"),
        (kind.office_roles, "依职务登记", "recorded by office by"),
        (kind.early_roles, "分案之前依职务登记", "recorded, until the case is assigned, by"),
    ):
        if roles:
            known = [load_offices().roles[role] for role in roles]
            listed_en = ", ".join(role.name_en.lower() for role in known)
            yield f"- {en} {listed_en} · {zh}：{'、'.join(role.name_zh for role in known)}"


def _order(kind: EventKind, procedure: Procedure) -> Iterator[str]:
    for flags, zh, en in ((kind.needs, "须", "needs"), (kind.forbids, "不得", "not when")):
        if flags:
            conditions = [procedure.conditions[flag] for flag in flags]
            listed_en = ", ".join(condition.name_en for condition in conditions)
            yield f"- {en}: {listed_en} · {zh}：{'、'.join(condition.name_zh for condition in conditions)}"
    for thing, zh, en in (
        (kind.opens, "新增", "begins a new"),
        (kind.ends, "须有并终止", "ends a"),
        (kind.uses, "须有", "names a"),
    ):
        if thing is not None:
            name = THINGS[thing]
            which_zh, which_en = (
                (name.open_zh, f"{name.en} that is {name.open_en}")
                if thing == kind.ends
                else (name.zh, name.en)
            )
            yield f"- {en} {which_en} · {zh}{which_zh}"


def _field_table(fields: Iterable[Field]) -> Iterator[str]:
    yield "| field | 名称 | name | type 类型 | |"
    yield "|---|---|---|---|---|"
    for field in fields:
        need = "required 必填" if field.required else ""
        yield f"| `{field.name}` | {field.name_zh} | {field.name_en} | {_type(field)} | {need} |"


def _type(field: Field) -> str:
    zh, en = TYPES[field.type]
    told = f"{en} {zh}"
    if field.choices is not None:
        told += f" `{field.choices}`"
    if field.shape is not None:
        told += f" `{field.shape.name}`"
    if field.many:
        return f"list 列表（≤ {field.most}）: {told}"
    if field.type in ("text", "court"):
        return f"{told} ≤ {field.most}"
    if field.least is not None or field.most is not None:
        return (
            f"{told} {'' if field.least is None else field.least}–{'' if field.most is None else field.most}"
        )
    return told


def _lists(procedure: Procedure) -> Iterator[str]:
    yield from ("", "## Closed lists 选项")
    for name, values in procedure.choices.items():
        if name == "phase":
            continue
        yield from ("", f"### `{name}`", "", "| value | 名称 | name |", "|---|---|---|")
        yield from (f"| `{value}` | {zh} | {en} |" for value, (zh, en) in values.items())


def _panels(procedure: Procedure) -> Iterator[str]:
    yield from (
        "",
        "## Panels 审判组织",
        "",
        "| form | judges and assessors 人数 | articles 依据 |",
        "|---|---|---|",
    )
    for panel in procedure.panels.values():
        zh, en = procedure.names_of("panel_form", panel.form)
        size = f"{panel.least}" if panel.most == panel.least else f"≥ {panel.least}"
        odd = ", odd 单数" if panel.odd else ""
        articles = "; ".join(f"{en} · {zh}" for zh, en in _articles(panel.citations))
        yield f"| {en} {zh} | {size}{odd} | {articles} |"


def _articles(citations: Iterable[str]) -> Iterator[Names]:
    """The articles in the texts of today, in both languages."""
    law = load_catalogue()
    for citation in citations:
        source = law.documents.cite(citation, law.texts_checked_to)
        yield source.zh, source.en


def _offices(offices: Offices) -> Iterator[str]:
    yield "# Posts and rights 岗位与权限"
    yield ""
    yield "Generated from `src/xiezhi/rules/data/offices.toml` by `python -m xiezhi.rules.procedure.pages docs`; do not edit here."
    yield "本页由数据生成，请勿直接修改。"
    yield ""
    yield "What does not stand here is denied. R read, W write, A approve; the conditions are told below, role by role."
    yield "未列者一律拒绝。R 读，W 写，A 批准；条件见下。"
    yield "Situation: over whose cases figures count sealed and protected ones too; otherwise figures use the cases of the docket."
    yield "态势：哪一范围的数字把封存、受保护的案件也计入；未授予的，数字只用案件列表中的案件。"
    yield "Persons: whose workload the role sees person by person, counts only; *: it carries cases of its own and counts as a full-time equivalent."
    yield "个人：能逐人看谁的工作量，只有件数；带*的岗位本身办案，计入折算人力。"
    yield ""
    classes = list(offices.classes)
    yield f"| role 岗位 | docket 案件列表 | situation 态势 | persons 个人 | {' | '.join(classes)} |"
    yield "|---" * (len(classes) + 4) + "|"
    for role in offices.roles.values():
        cells = " | ".join(_letters(role.rights.get(name, ())) for name in classes)
        docket, figures, persons = (
            f"{en} {zh}"
            for zh, en in map(offices.scopes.__getitem__, (role.docket, role.situation, role.persons))
        )
        marked = persons + " *" * role.reports
        yield f"| {role.name_en} {role.name_zh} | {docket} | {figures} | {marked} | {cells} |"
    yield from ("", "## Object classes 客体类别", "", "| class | 名称 | name |", "|---|---|---|")
    yield from (f"| {name} | {zh} | {en} |" for name, (zh, en) in offices.classes.items())
    yield from (
        "",
        "## Metadata 元数据",
        "",
        "What of a case is shown to whoever may list it. 可列出案件者所见：",
        "",
    )
    yield from (f"- {zh} · {en}" for zh, en in offices.metadata.values())
    for role in offices.roles.values():
        yield from _role(role, offices)


def _letters(rights: Iterable[Right]) -> str:
    verbs = {right.verb for right in rights}
    return "".join(verb[0].upper() for verb in VERBS if verb in verbs) or "–"


def _role(role: Role, offices: Offices) -> Iterator[str]:
    yield from ("", f"## `{role.name}` {role.name_zh} · {role.name_en}", "")
    for object_class, rights in role.rights.items():
        for right in rights:
            zh, en = offices.conditions[right.condition]
            yield f"- {object_class} {right.verb}: {en} · {zh}"
    yield f"- handbook 手册 {role.source}; {role.verification}"
    if role.note_en:
        yield f"- {role.note_en} · {role.note_zh}"


def write(folder: Path) -> None:
    """Write both pages into a folder."""
    (folder / "events.md").write_text(events_page(), encoding="utf-8")
    (folder / "offices.md").write_text(offices_page(), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
