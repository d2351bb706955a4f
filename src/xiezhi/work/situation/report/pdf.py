"""The report as a PDF: typst with the Chinese fonts of the machine.

Texts reach the template as data, so that none is taken for markup.
"""

import json
from pathlib import Path
from typing import NamedTuple

from xiezhi.rules.errors import XiezhiError
from xiezhi.work.situation.charts.picture import compiled, compiler, fonts, search_again
from xiezhi.work.situation.report.printing import Address, as_data
from xiezhi.work.situation.report.values import Contents

TEMPLATE = Path(__file__).with_name("report.typ")
SANS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC", "HarmonyOS Sans SC", "PingFang SC",
    "Microsoft YaHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "SimHei", "Droid Sans Fallback",
)  # fmt: skip
SERIF = (
    "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Noto Serif SC", "Songti SC", "STZhongsong",
    "FangSong", "SimSun", "AR PL UMing CN",
)  # fmt: skip


class NoChineseFont(XiezhiError):
    """No font of this machine has Chinese characters, so that no PDF can be made."""


class Typefaces(NamedTuple):
    """The fonts to print with, by preference: text and headings."""

    sans: list[str]
    serif: list[str]


def printed(contents: Contents, address: Address) -> bytes:
    """The PDF. The same contents give the same bytes. Raises NoChineseFont, NotPrinted."""
    data = as_data(contents, address) | {"fonts": typefaces()._asdict()}
    made = compiled(
        compiler(TEMPLATE),
        {"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(contents.basis.known_at.timestamp()),
    )
    assert isinstance(made, bytes)
    return made


def typefaces() -> Typefaces:
    """The Chinese fonts found on this machine. Raises NoChineseFont, saying what to install."""
    found = set(fonts().families())
    sans, serif = ([name for name in names if name in found] for names in (SANS, SERIF))
    if not sans and not serif:
        search_again()
        raise NoChineseFont(
            "本机没有中文字体，不能生成PDF；请安装思源黑体或者文泉驿，例如 apt install fonts-noto-cjk",
            "this machine has no Chinese font, so no PDF can be made; install one, such as: apt install fonts-noto-cjk",
        )
    return Typefaces(sans or serif, serif or sans)
