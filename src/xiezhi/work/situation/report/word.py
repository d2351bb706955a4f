"""The report as a Word document, set in the court's template or in the default one (docxtpl).

A template comes from outside: it is set in a sandbox that reaches nothing but the report, and never fetches anything.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, RichText
from jinja2 import TemplateError
from jinja2.exceptions import SecurityError

from xiezhi.rules.errors import InputError
from xiezhi.work.situation.charts.picture import png
from xiezhi.work.situation.report.default_template import default_template
from xiezhi.work.situation.report.printing import Address, as_data
from xiezhi.work.situation.report.sandbox import Sandbox
from xiezhi.work.situation.report.values import Contents
from xiezhi.work.typesetting import NoChineseFont, typefaces

LARGEST = 5_000_000  # bytes of a template
LARGEST_UNPACKED = 50_000_000
WIDE = 158.0  # millimetres of a drawing
INK, QUIET, ACCENT, VERMILION = "1B2224", "8A928F", "1F5C5C", "B02C17"


class BadTemplate(InputError):
    """A template that cannot be used, and why."""


def written(contents: Contents, address: Address, template: bytes | None = None) -> bytes:
    """The document. Raises BadTemplate for a template that does not go with the report."""
    given = default_template() if template is None else template
    _check_package(given)
    try:
        return _set_in(given, as_data(contents, address))
    except SecurityError as fault:
        raise BadTemplate(
            f"模板用了不允许的写法：{fault}", f"the template does what it may not: {fault}"
        ) from fault
    except TemplateError as fault:
        raise _misused(fault) from fault
    except Exception as fault:  # a file from outside may be broken in any place: XML, parts, relations
        if template is None:
            raise
        raise BadTemplate(f"模板不能用：{fault}", f"the template cannot be used: {fault}") from fault


def _set_in(given: bytes, data: dict[str, Any]) -> bytes:
    document = DocxTemplate(io.BytesIO(given))
    document.render(_for_word(data, document), jinja_env=Sandbox(), autoescape=True)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _misused(fault: TemplateError) -> BadTemplate:
    line = getattr(fault, "lineno", None)
    words = str(fault.message or fault)
    return BadTemplate(
        f"模板中的花括号有误：{words}" + (f"（第{line}段前后）" if line else ""),
        f"something in braces is wrong: {words}" + (f" (about paragraph {line})" if line else ""),
    )


def _check_package(given: bytes) -> None:
    """Refuse what is no Word document, is too large, brings macros, or fetches something from elsewhere."""
    if len(given) > LARGEST:
        raise BadTemplate("模板超过5 MB", "the template is larger than 5 MB")
    try:
        with zipfile.ZipFile(io.BytesIO(given)) as package:
            names = package.namelist()
            if sum(one.file_size for one in package.infolist()) > LARGEST_UNPACKED:
                raise BadTemplate("模板展开后过大", "the template is too large when unpacked")
            if "word/document.xml" not in names:
                raise BadTemplate("不是Word文档（.docx）", "not a Word document (.docx)")
            if any("vbaProject" in name or name.startswith("word/activeX") for name in names):
                raise BadTemplate(
                    "模板含有宏，请另存为不含宏的.docx",
                    "the template has macros; save it as .docx without them",
                )
            fetched = [name for name in names if name.endswith(".rels") and _fetches(package.read(name))]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as fault:
        raise BadTemplate(
            "不是Word文档（.docx），或者文件损坏", "not a Word document (.docx), or damaged"
        ) from fault
    if fetched:
        raise BadTemplate(
            f"模板引用了外部文件（{fetched[0]}），请改为嵌入",
            f"the template refers to a file elsewhere ({fetched[0]}); embed it",
        )


def _fetches(relations: bytes) -> bool:
    """Whether a part refers to something outside the file that Word would open by itself: anything but a link that is clicked."""
    external = [piece for piece in relations.split(b"<Relationship ") if b'TargetMode="External"' in piece]
    return any(b"/hyperlink" not in piece for piece in external)


def _for_word(data: dict[str, Any], document: DocxTemplate) -> dict[str, Any]:
    """The data of the templates, with rich text and pictures in place of pieces."""
    text = _linking(document)
    zh, drawing = data["lang"] == "zh", _can_draw()
    sections = []
    for section in data["sections"]:
        pieces = [
            piece for one in section["sentences"] for piece in (*one, *([] if zh else [[" ", "", False, ""]]))
        ]
        sections.append(
            section
            | {
                "text": text(pieces) if pieces else "",
                "pictures": [_picture(one, document) for one in section["pictures"] if drawing],
                "tables": [_table(one, text) for one in section["tables"]],
            }
        )
    return data | {"summary": [text(one) for one in data["summary"]], "sections": sections}


def _can_draw() -> bool:
    """Whether this machine can write the words of drawings; without them the document comes all the same."""
    try:
        typefaces()
    except NoChineseFont:
        return False
    return True


def _table(table: Mapping[str, Any], text: Callable[..., RichText]) -> dict[str, Any]:
    heads = [head["words"] for head in table["heads"]]
    rows = [
        {"first": text(row[:1], size=18), "others": [text([cell], size=18) for cell in row[1:]]}
        for row in table["rows"]
    ]
    return {
        "title": table["title"],
        "about": table["about"],
        "first": heads[0],
        "others": heads[1:],
        "rows": rows,
    }


def _linking(document: DocxTemplate) -> Callable[..., RichText]:
    """Pieces as rich text whose numbers open their lists; one relation of the document for each address."""
    relations: dict[str, str] = {}

    def text(pieces: list[list[Any]], *, size: int | None = None) -> RichText:
        rich = RichText()
        for words, address, few, shade in pieces:
            colour = VERMILION if shade == "outside" else QUIET if few else ACCENT if address else INK
            if address and address not in relations:
                relations[address] = document.build_url_id(address)
            rich.add(words, color=colour, size=size, url_id=relations[address] if address else None)
        return rich

    return text


def _picture(picture: Mapping[str, Any], document: DocxTemplate) -> dict[str, Any]:
    image = InlineImage(document, io.BytesIO(png(picture["svg"], width_mm=WIDE)), width=Mm(WIDE))
    return {"title": picture["title"], "image": image}
