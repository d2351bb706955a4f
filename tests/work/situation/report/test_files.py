"""The files of a report: PDF, Word and Excel say the same; templates of courts are tried before they are used."""

import io
import zipfile
from functools import cache

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from xiezhi.rules.language import speak_to
from xiezhi.work import typesetting
from xiezhi.work.situation.report.default_template import default_template
from xiezhi.work.situation.report.excel import workbook
from xiezhi.work.situation.report.pdf import printed
from xiezhi.work.situation.report.templates import try_out
from xiezhi.work.situation.report.values import plain
from xiezhi.work.situation.report.word import BadTemplate, written
from xiezhi.work.typesetting import NoChineseFont, typefaces


def address(link):
    return f"http://court.example/cases?figure={link.key}&period={link.period.name}&court={link.court}"


@pytest.fixture
def contents(report):
    return report("2019Q3")


def has_fonts():
    try:
        typefaces()
    except NoChineseFont:
        return False
    return True


needs_fonts = pytest.mark.skipif(not has_fonts(), reason="no Chinese font on this machine")


def lines_of(document: bytes) -> list[str]:
    """Paragraphs with the text of their links, which python-docx leaves out."""
    read = Document(io.BytesIO(document))
    return [
        "".join(node.text or "" for node in one._p.iter() if node.tag.endswith("}t"))
        for one in read.paragraphs
    ]


@needs_fonts
def test_the_pdf_is_the_same_every_time_it_is_made(contents):
    first = printed(contents, address)
    assert first.startswith(b"%PDF") and b"court.example" in first
    assert printed(contents, address) == first


def test_word_says_every_sentence_and_every_table_of_the_report(contents):
    made = written(contents, address)
    said = "\n".join(lines_of(made))
    for text in (*contents.summary, *(one for section in contents.sections for one in section.sentences)):
        assert plain(text) in said
    tables = Document(io.BytesIO(made)).tables
    assert len(tables) == 1 + len(list(contents.tables()))
    for drawn, table in zip(tables[1:], contents.tables()):
        assert len(drawn.rows) == 1 + len(table.rows)
        assert all(len(row.cells) == len(table.heads) for row in drawn.rows)


def test_numbers_in_word_open_their_lists(contents):
    with zipfile.ZipFile(io.BytesIO(written(contents, address))) as package:
        relations = package.read("word/_rels/document.xml.rels").decode()
    assert relations.count("http://court.example/cases?figure=") == len(
        {address(link) for link in contents.links()}
    )


def test_excel_has_every_table_with_numbers_as_numbers(contents):
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(contents, address)))
    tables = list(contents.tables())
    assert len(book.sheet_names) == len(tables) + 2
    for name, table in zip(book.sheet_names[1:], tables):
        rows = book.get_sheet_by_name(name).to_python()
        for told, cells in zip(rows[4:], table.rows):
            assert [value for value, cell in zip(told, cells) if cell.number is not None] == pytest.approx(
                [cell.number for cell in cells if cell.number is not None]
            )


def test_a_machine_without_chinese_fonts_says_what_to_install(contents, monkeypatch):
    class NoFonts:
        def families(self):
            return ["Liberation Sans"]

    monkeypatch.setattr(typesetting, "fonts", cache(NoFonts))
    with pytest.raises(NoChineseFont, match="fonts-noto-cjk"):
        printed(contents, address)
    assert (
        len(lines_of(written(contents, address))) > 30
    )  # Word needs no font of this machine; it comes without drawings


# --- templates


def template(**changes: str) -> bytes:
    """The default template with pieces of its text changed."""
    document = Document(io.BytesIO(default_template()))
    for line in document.paragraphs:
        for run in line.runs:
            for old, new in changes.items():
                run.text = run.text.replace(old.replace("_", " "), new)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_the_default_template_passes_its_own_test():
    try_out(default_template())


def test_a_template_may_ask_and_use_a_few_filters(contents):
    own = template(
        **{
            "{{ court }}": "{{ court|upper }}{% if recipients|length > 0 %}有{% endif %}{% for one in recipients %}{{ loop.index }}{% endfor %}"
        }
    )
    try_out(own)


def test_a_court_may_change_words_and_order(contents):
    own = template(**{"{{ words.kind }}": "季度运行情况通报"})
    try_out(own)
    assert "季度运行情况通报" in lines_of(written(contents, address, own))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"{{ court }}": "{{ kourt }}"}, "kourt"),
        ({"{{ court }}": "{{ court "}, "花括号"),
        ({"{{ court }}": "{% for x in y %}"}, "花括号"),
        ({"{{ court }}": "{{ court.__class__.__mro__ }}"}, "不允许"),
        ({"{{ court }}": "{{ 'a' * 1000000000 }}"}, "不允许"),
        ({"{{ court }}": "{{ range(9) }}"}, "range"),
        ({"{{ court }}": "{{ 5/0 }}"}, "不允许"),
        ({"{{ court }}": "{{ title|center(300000000)|length }}"}, "center"),
        ({"{{ court }}": "{{ '%200000000d'|format(1) }}"}, "format"),
        ({"{{ court }}": "{{ title.ljust(300000000)|length }}"}, "ljust"),
        ({"{{ court }}": "{{ definitions|batch(50000000,0)|length }}"}, "batch"),
        ({"{{ court }}": "{{ title ~ title }}"}, "concat"),
        (
            {"{{ court }}": "{% for a in recipients %}{% for b in recipients %}x{% endfor %}{% endfor %}"},
            "for",
        ),
        ({"{{ court }}": "{{ title is divisibleby 0 }}"}, "不能用"),
        ({"{{r text }}": "没有概要"}, "概要"),
    ],
    ids=[
        "unknown word",
        "open brace",
        "open loop",
        "reaching out",
        "too much",
        "functions",
        "nought",
        "filled",
        "formatted",
        "methods",
        "lists",
        "doubled",
        "loop in loop",
        "a fault of its own",
        "no summary",
    ],
)
def test_a_wrong_template_is_refused_with_what_is_wrong(wrong, told):
    with speak_to("zh"), pytest.raises(BadTemplate, match=told):
        try_out(template(**wrong))


def changed_package(change):
    """The default template with a file more, or another one."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(default_template())) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, told in change("", b"") or ():
            new.writestr(name, told)
    return stream.getvalue()


FETCHING = (
    b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="http://elsewhere.example/x.dotm" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("package", "told"),
    [
        (b"no package", "Word"),
        (b"", "Word"),
        (changed_package(lambda name, told: told if name else [("word/vbaProject.bin", b"x")]), "宏"),
        (
            changed_package(
                lambda name, told: (
                    told.replace(b"</Relationships>", FETCHING)
                    if name == "word/_rels/document.xml.rels"
                    else told
                )
            ),
            "外部",
        ),
        (b"x" * 5_000_001, "5 MB"),
        (changed_package(lambda name, told: told.replace(b"<w:body>", b"<w:body") if name else ()), "不能用"),
        (
            changed_package(
                lambda name, told: told.replace(b"{{ court }}", b"{{ title }}<script>") if name else ()
            ),
            "不能用",
        ),
    ],
    ids=["text", "empty", "macros", "fetching", "too large", "broken", "scripts"],
)
def test_what_is_no_plain_word_file_is_refused(package, told):
    with speak_to("zh"), pytest.raises(BadTemplate, match=told):
        try_out(package)
