"""Paper for every capability: typst with the Chinese fonts of the machine. Texts reach a template as data, so that none is taken for markup.

The fonts are searched once for the process: that takes longer than setting a report.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import typst

from xiezhi.rules.errors import XiezhiError

SANS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC", "HarmonyOS Sans SC", "PingFang SC",
    "Microsoft YaHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "SimHei", "Droid Sans Fallback",
)  # fmt: skip
SERIF = (
    "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Noto Serif SC", "Songti SC", "STZhongsong",
    "FangSong", "SimSun", "AR PL UMing CN",
)  # fmt: skip


class NoChineseFont(XiezhiError):
    """No font of this machine has Chinese characters, so that nothing can be printed."""


class NotPrinted(XiezhiError):
    """The template and the data do not go together: a fault of the product, told with what typst said."""


class Typefaces(NamedTuple):
    """The fonts to print with, by preference: text and headings."""

    sans: list[str]
    serif: list[str]


def typeset(template: Path, data: Mapping[str, Any], **options: Any) -> bytes | list[bytes] | None:
    """What a template makes of the data (`sys.inputs.data`, JSON) with the fonts of the machine (its `fonts`); `options` are those of typst's
    compiler. Raises NoChineseFont, NotPrinted."""
    given = json.dumps({**data, "fonts": typefaces()._asdict()}, ensure_ascii=False)
    return compiled(template, {"data": given}, **options)


def compiled(template: Path, inputs: dict[str, str], **options: Any) -> bytes | list[bytes] | None:
    """What a template makes of its inputs. Raises NotPrinted."""
    try:
        made: bytes | list[bytes] | None = _compiler(template).compile(sys_inputs=inputs, **options)
    except typst.TypstError as fault:
        raise NotPrinted(
            f"排版失败：{fault.message}；请把这句话告诉系统管理员",
            f"typesetting failed: {fault.message}; tell the system administrator",
        ) from fault
    return made


def typefaces() -> Typefaces:
    """The Chinese fonts found on this machine. Raises NoChineseFont, saying what to install."""
    found = set(fonts().families())
    sans, serif = ([name for name in names if name in found] for names in (SANS, SERIF))
    if not sans and not serif:
        search_again()  # somebody installs one now: it is there without a restart
        raise NoChineseFont(
            "本机没有中文字体，不能生成PDF；请安装思源黑体或者文泉驿，例如 apt install fonts-noto-cjk",
            "this machine has no Chinese font, so no PDF can be made; install one, such as: apt install fonts-noto-cjk",
        )
    return Typefaces(sans or serif, serif or sans)


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The fonts of the machine."""
    return typst.Fonts()


@lru_cache(maxsize=8)
def _compiler(template: Path) -> typst.Compiler:
    return typst.Compiler(template, root=template.parent, font_paths=fonts())


def search_again() -> None:
    """Forget the fonts that were found."""
    fonts.cache_clear()
    _compiler.cache_clear()
