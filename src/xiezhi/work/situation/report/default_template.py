"""The Word template that a report is set in until a court puts its own in its place: made here, so that its every part can be read.

Laid out like an official document (GB/T 9704: song for the title, hei for headings, fang song for text). Whoever edits it in Word keeps
the words in braces: {{ court }} is replaced, {%p for … %} repeats paragraphs, {%tr for … %} rows, {%tc for … %} columns of a table;
`r` marks text that brings its own links. docs/report.md lists them.
"""

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

SONG, HEI, FANG_SONG, LATIN = "宋体", "黑体", "仿宋", "Times New Roman"
QUIET = RGBColor(0x56, 0x60, 0x5F)
RULE = "C9CDC8"


def default_template() -> bytes:
    """The template as a .docx file."""
    document = Document()
    _page(document)
    _styles(document)
    _front(document)
    _summary(document)
    _sections(document)
    _appendices(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.2), Cm(2.6)
    section.left_margin = section.right_margin = Cm(2.6)
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    head.text = "{{ title }}    {{ known }}"
    _face(head.runs[0].font, SONG, 9)
    for foot in (section.footer, section.first_page_footer):
        line = foot.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _page_number(line)


def _page_number(line: Any) -> None:
    run = line.add_run()
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = words
        run._r.append(element)
    _face(run.font, SONG, 10.5)


def _styles(document: Any) -> None:
    _face(document.styles["Normal"].font, FANG_SONG, 14)
    for name, face, size in (("Heading 1", HEI, 15), ("Heading 2", HEI, 11), ("Title", SONG, 22)):
        style = document.styles[name]
        _face(style.font, face, size, bold=name == "Title")
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt({"Heading 1": 18, "Heading 2": 10}.get(name, 0))
        style.paragraph_format.space_after = Pt(6 if name != "Heading 2" else 3)
    border = document.styles["Title"].element.find(qn("w:pPr")).find(qn("w:pBdr"))
    if border is not None:
        border.getparent().remove(border)


def _face(font: Any, face: str, size: float, *, bold: bool = False) -> None:
    font.name, font.size, font.bold = LATIN, Pt(size), bold
    faces = font._element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        if faces.get(qn(theme)) is not None:
            del faces.attrib[qn(theme)]
    faces.set(qn("w:eastAsia"), face)


def _line(
    where: Any,
    words: str,
    *,
    style: str | None = None,
    size: float = 0,
    centred: bool = False,
    quiet: bool = False,
) -> Any:
    line = where.add_paragraph(style=style)
    run = line.add_run(words)
    if size:
        _face(run.font, FANG_SONG, size)
    if quiet:
        run.font.color.rgb = QUIET
    if centred:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return line


def _text(document: Any, words: str) -> None:
    """A paragraph of the text: two characters in, lines apart."""
    line = _line(document, words)
    line.paragraph_format.first_line_indent = Pt(28)
    line.paragraph_format.line_spacing = Pt(26)


def _control(document: Any, words: str) -> None:
    """A paragraph that says what is repeated; it is gone in the report."""
    _line(document, f"{{%p {words} %}}", size=8, quiet=True)


def _front(document: Any) -> None:
    _line(document, "{{ court }}", size=14, centred=True)
    _line(document, "{{ words.kind }}", style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(document, "{{ period }}", size=14, centred=True)
    table = document.add_table(rows=3, cols=2)
    _cell(table.cell(0, 0), "{%tr for line in heading %}")
    _cell(table.cell(1, 0), "{{ line[0] }}", quiet=True)
    _cell(table.cell(1, 1), "{{ line[1] }}")
    _cell(table.cell(2, 0), "{%tr endfor %}")
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Cm(3), Cm(12.8)


def _summary(document: Any) -> None:
    _line(document, "{{ words.summary }}", style="Heading 1")
    _control(document, "for text in summary")
    _text(document, "{{r text }}")
    _control(document, "endfor")


def _sections(document: Any) -> None:
    _control(document, "for section in sections")
    _line(document, "{{ section.numbered }}", style="Heading 1")
    _control(document, "if section.text")
    _text(document, "{{r section.text }}")
    _control(document, "endif")
    _control(document, "for picture in section.pictures")
    _line(document, "{{ picture.title }}", style="Heading 2")
    _line(document, "{{ picture.image }}", centred=True)
    _control(document, "endfor")
    _control(document, "for table in section.tables")
    _line(document, "{{ table.title }}", style="Heading 2")
    _table(document)
    _line(document, "{{ table.about }}", size=8.5, quiet=True)
    _control(document, "endfor")
    _control(document, "for note in section.notes")
    _line(document, "{{ words.note }}{{ note }}", size=9, quiet=True)
    _control(document, "endfor")
    _control(document, "endfor")


def _table(document: Any) -> None:
    """The first column on the left, the others on the right, as many as the table has."""
    table = document.add_table(rows=4, cols=4)
    rows = (
        ("{{ table.first }}", "{%tc for head in table.others %}", "{{ head }}", "{%tc endfor %}"),
        ("{%tr for row in table.rows %}", "", "", ""),
        ("{{r row.first }}", "{%tc for cell in row.others %}", "{{r cell }}", "{%tc endfor %}"),
        ("{%tr endfor %}", "", "", ""),
    )
    for row, words in enumerate(rows):
        for column, text in enumerate(words):
            _cell(table.cell(row, column), text, right=column > 0, quiet=row == 0)
        _ruled(table.rows[row], strong=row == 0)
    _repeated(table.rows[0])


def _cell(cell: Any, words: str, *, right: bool = False, quiet: bool = False) -> None:
    line = cell.paragraphs[0]
    line.paragraph_format.space_after = Pt(2)
    line.paragraph_format.space_before = Pt(2)
    if right:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = line.add_run(words)
    _face(run.font, SONG, 9)
    if quiet:
        run.font.color.rgb = QUIET


def _ruled(row: Any, *, strong: bool) -> None:
    """A line under every row, a strong one over and under the head."""
    for cell in row.cells:
        borders = OxmlElement("w:tcBorders")
        for side in ("top", "bottom") if strong else ("bottom",):
            line = OxmlElement(f"w:{side}")
            for name, value in (
                ("val", "single"),
                ("sz", "8" if strong else "4"),
                ("color", "1B2224" if strong else RULE),
            ):
                line.set(qn(f"w:{name}"), value)
            borders.append(line)
        cell._tc.get_or_add_tcPr().append(borders)


def _repeated(row: Any) -> None:
    """The head stands on every page that the table runs on to."""
    element = OxmlElement("w:tblHeader")
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def _appendices(document: Any) -> None:
    document.add_page_break()
    _line(document, "{{ words.definitions }}", style="Heading 1")
    _line(document, "{{ words.definitions_about }}", size=9, quiet=True)
    _control(document, "for one in definitions")
    _line(document, "{{ one.name }}（{{ one.key }}{{ one.force }}）", style="Heading 2")
    _line(document, "{{ one.formula }}", size=9)
    _control(document, "if one.caveat")
    _line(document, "{{ one.caveat }}", size=9, quiet=True)
    _control(document, "endif")
    _line(document, "{{ one.source }}", size=9, quiet=True)
    _control(document, "endfor")
    _line(document, "{{ words.recipients }}", style="Heading 1")
    _control(document, "for one in recipients")
    _text(document, "{{ one }}")
    _control(document, "endfor")
    _control(document, "if not recipients")
    _line(document, "{{ words.nobody }}", size=9, quiet=True)
    _control(document, "endif")
