"""The report as a PDF, and drawings as pictures for Word: typst with the Chinese fonts of the machine.

Texts reach the template as data, so that none is taken for markup.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import typst

from xiezhi.rules.errors import XiezhiError
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
PIXELS = 200  # a inch, of drawings in Word


class NoChineseFont(XiezhiError):
    """No font of this machine has Chinese characters, so that no PDF can be made."""


class NotPrinted(XiezhiError):
    """The template and the data do not go together: a fault of the product, told with what typst said."""


class Typefaces(NamedTuple):
    """The fonts to print with, by preference: text and headings."""

    sans: list[str]
    serif: list[str]


def printed(contents: Contents, address: Address) -> bytes:
    """The PDF. The same contents give the same bytes. Raises NoChineseFont, NotPrinted."""
    data = as_data(contents, address) | {"fonts": typefaces()._asdict()}
    made = _compiled(
        _report(),
        {"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(contents.basis.known_at.timestamp()),
    )
    assert isinstance(made, bytes)
    return made


def drawn(svg: str, *, width_mm: float) -> bytes:
    """A drawing as PNG. Raises NotPrinted."""
    made = _compiled(_drawing(), {"svg": svg, "width": str(width_mm)}, format="png", ppi=PIXELS)
    assert isinstance(made, bytes)
    return made


def typefaces() -> Typefaces:
    """The Chinese fonts found on this machine. Raises NoChineseFont, saying what to install."""
    found = set(_fonts().families())
    sans, serif = ([name for name in names if name in found] for names in (SANS, SERIF))
    if not sans and not serif:
        for kept in (_fonts, _report, _drawing):
            kept.cache_clear()  # somebody installs one now; it is found without a restart
        raise NoChineseFont(
            "本机没有中文字体，不能生成PDF；请安装思源黑体或者文泉驿，例如 apt install fonts-noto-cjk",
            "this machine has no Chinese font, so no PDF can be made; install one, such as: apt install fonts-noto-cjk",
        )
    return Typefaces(sans or serif, serif or sans)


def _compiled(compiler: typst.Compiler, inputs: dict[str, str], **options: Any) -> bytes | list[bytes] | None:
    try:
        made: bytes | list[bytes] | None = compiler.compile(sys_inputs=inputs, **options)
    except typst.TypstError as fault:
        raise NotPrinted(
            f"排版失败：{fault.message}；请把这句话告诉系统管理员",
            f"typesetting failed: {fault.message}; tell the system administrator",
        ) from fault
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts()


@lru_cache(maxsize=1)
def _report() -> typst.Compiler:
    """One for the process: searching the machine's fonts takes longer than setting a report."""
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=_fonts())


@lru_cache(maxsize=1)
def _drawing() -> typst.Compiler:
    template = TEMPLATE.with_name("drawing.typ")
    return typst.Compiler(template, root=template.parent, font_paths=_fonts())
