"""`xiezhi law`: which rules were in force on a day, everything about one of them, and what changed between two days."""

from typing import TYPE_CHECKING, Any

import typer

from xiezhi.rules.language import tr
from xiezhi.site.cli.console import JSON, LANG, guarded, out, parse_day, print_json, print_line, today
from xiezhi.site.cli.wording import Command, Group

if TYPE_CHECKING:
    from xiezhi.rules.limits.catalogue import Catalogue

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
    from xiezhi.site.law_changes import in_force
    from xiezhi.site.law_words import checked, describe_duty, describe_version

    catalogue, day = _catalogue(), parse_day(on) or today()
    if branch == "secondary":
        from xiezhi.rules.limits.duties import load_duties

        rows = [describe_duty(catalogue, duty, day) for duty in load_duties().values()]
    elif branch is not None and branch not in catalogue.branches:
        raise _unknown(branch, [*catalogue.branches, "secondary"])
    else:
        rows = [
            describe_version(catalogue, version, day)
            for version in in_force(catalogue, day)
            if branch in (None, version.rule.partition(".")[0])
        ]
    if as_json:
        for row in rows:
            print_json(row)
        return
    for row in rows:
        print_line(f"{row['id']}  {row['name']}  {row['limit']}", style="bold")
        print_line(f"    {tr('；', '; ').join(row['articles'])}  [{checked(row['verification'])}]")
    out().print(tr(f"{day} 有效的规则 {len(rows)} 条", f"{len(rows)} rules in force on {day}"))


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
    from xiezhi.site import law_words

    catalogue = _catalogue()
    kinds: list[tuple[dict[str, Any], Any]] = [
        (catalogue.rules, law_words.describe_rule),
        (catalogue.ladders, law_words.describe_ladder),
        (catalogue.grounds, law_words.describe_ground),
        (catalogue.reading_texts, law_words.describe_reading),
        (catalogue.documents.by_key, law_words.describe_text),
        (load_duties(), law_words.describe_duty),
    ]
    found = [describe(catalogue, group[name], today()) for group, describe in kinds if name in group]
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


def _tell(value: dict[str, Any], depth: int = 0) -> None:
    """A description as indented lines, empty entries left out."""
    from xiezhi.site.law_words import LABELS, checked

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
            print_line(f"{label}{checked(words) if key == 'verification' else words}")


@app.command(cls=Command, help=tr("两日之间规则有何变化", "What changed between two days"))
@guarded
def diff(
    first: str = typer.Argument(..., metavar="FROM"),
    second: str = typer.Argument(..., metavar="TO"),
    as_json: bool = JSON,
    lang: str | None = LANG,
) -> None:
    from xiezhi.site.law_changes import changes
    from xiezhi.site.law_words import LABELS

    catalogue = _catalogue()
    earlier, later = parse_day(first), parse_day(second)
    assert earlier is not None  # both are required
    assert later is not None
    found = changes(catalogue, earlier, later)
    if as_json:
        for change in found:
            print_json(change._asdict())
        return
    for change in found:
        rule = catalogue.rules[change.id]
        print_line(f"{rule.id}  {tr(rule.name_zh, rule.name_en)}", style="bold")
        for mark, side, style in (("-", change.before, "red"), ("+", change.after, "green")):
            for key in change.keys:
                words = (side or {}).get(key)
                if words is not None:
                    shown = tr("；", "; ").join(words) if isinstance(words, list) else words
                    print_line(f"  {mark} {tr(*LABELS[key])}{tr('：', ': ')}{shown}", style=style)
    out().print(
        tr(
            f"{earlier} 与 {later} 之间变化 {len(found)} 条",
            f"{len(found)} rules differ between {earlier} and {later}",
        )
    )
