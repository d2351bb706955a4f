"""The pack as a PDF: typst with the Chinese fonts of the machine. Texts reach the template as data, so that none is taken for markup."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import typst

from xiezhi.rules.errors import XiezhiError
from xiezhi.work.deadlines.pack.contents import Pack

TEMPLATE = Path(__file__).with_name("pack.typ")
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


def printed(pack: Pack) -> bytes:
    """The PDF. Raises NoChineseFont, NotPrinted."""
    made = compiled(pack.as_data(), timestamp=int(pack.known_at.timestamp()))
    assert isinstance(made, bytes)
    return made


def compiled(data: dict[str, Any], **options: Any) -> bytes | list[bytes] | None:
    """What typst makes of the data; `options` are those of its compiler. Raises NoChineseFont, NotPrinted."""
    faces = typefaces()
    given = json.dumps(data | {"fonts": faces._asdict()}, ensure_ascii=False)
    try:
        made: bytes | list[bytes] | None = _compiler().compile(sys_inputs={"data": given}, **options)
    except typst.TypstError as fault:
        raise NotPrinted(
            f"排版失败：{fault.message}；请把这句话告诉系统管理员",
            f"typesetting failed: {fault.message}; tell the system administrator",
        ) from fault
    return made


def typefaces() -> Typefaces:
    """The Chinese fonts found on this machine. Raises NoChineseFont, saying what to install."""
    found = set(_fonts().families())
    sans, serif = ([name for name in names if name in found] for names in (SANS, SERIF))
    if not sans and not serif:
        _fonts.cache_clear()  # somebody installs one now; it is found without a restart
        _compiler.cache_clear()
        raise NoChineseFont(
            "本机没有中文字体，不能生成纸本；请安装思源黑体或者文泉驿，例如 apt install fonts-noto-cjk",
            "this machine has no Chinese font, so no pack can be printed; install one, such as: apt install fonts-noto-cjk",
        )
    return Typefaces(sans or serif, serif or sans)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """One for the process: searching the machine's fonts takes longer than setting a pack."""
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=_fonts())
