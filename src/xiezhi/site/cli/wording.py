"""Help and complaints of the command-line library (typer), told in Chinese to whoever reads Chinese; its English is left alone.

typer translates only part of its own words, so the finished text is translated: headings, hints, and the complaints it knows.
"""

import re

from typer.core import TyperCommand, TyperGroup

from xiezhi.rules.language import language

CHINESE = (
    (r"^Usage: ", "用法："),
    (r"\[OPTIONS\]", "[选项]"),
    (r"COMMAND \[ARGS\]\.\.\.", "命令 [参数]……"),
    (r"^Arguments:$", "参数："),
    (r"^Options:$", "选项："),
    (r"^Commands:$", "命令："),
    (r"Show this message and exit\.", "显示本说明"),
    (r"\[required\]", "（必填）"),
    (r"\[default: (.*?)\]", r"（默认 \1）"),
    (r"^Try '(.*)' for help\.$", r"用法详见 \1"),
    (r"^Error: ", "错误："),
    (r"No such option: (\S+)", r"没有选项 \1"),
    (r" \(Possible options: (.*)\)", r"；是否为 \1"),
    (r"No such command '(.*)'\.", r"没有命令 \1"),
    (r"Missing command\.", "缺少命令"),
    (r"Missing argument '(.*)'\.", r"缺少参数 \1"),
    (r"Missing option '(.*)'\.", r"缺少选项 \1"),
    (r"Invalid value for '(.*)': ", r"\1 的值不对："),
    (r"Option '(.*)' requires an argument\.", r"选项 \1 须有值"),
    (r"Got unexpected extra argument\(s\) \((.*)\)", r"多余的参数：\1"),
    (r"Input should be a valid integer.*", "应为整数"),
    (r"Input should be less than or equal to (\d+)", r"至多为 \1"),
    (r"Input should be greater than or equal to (\d+)", r"至少为 \1"),
)


def in_language(text: str) -> str:
    """The text of typer in the reader's language."""
    if language() == "en":
        return text
    for english, chinese in CHINESE:
        text = re.sub(english, chinese, text, flags=re.MULTILINE)
    return text


class Command(TyperCommand):
    """A command whose help speaks the reader's language."""

    def get_help(self, ctx):  # type: ignore[no-untyped-def]
        return in_language(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands whose help speaks the reader's language."""

    def get_help(self, ctx):  # type: ignore[no-untyped-def]
        return in_language(super().get_help(ctx))
