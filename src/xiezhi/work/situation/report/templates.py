"""The Word templates of courts: kept encrypted, the newest in use, withdrawn rather than deleted; tried on an invented report when put."""

import hashlib
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from xiezhi.record import locked_files
from xiezhi.record.audit import note
from xiezhi.record.errors import Refused
from xiezhi.record.viewers import Viewer
from xiezhi.rules.indicators.periods import read_period
from xiezhi.rules.language import language
from xiezhi.work.situation.looking import NUMERATOR
from xiezhi.work.situation.models import ReportTemplate
from xiezhi.work.situation.report.values import Basis, Cell, Contents, Definition, Head, Link, Section, Table
from xiezhi.work.situation.report.wanted import usual_court
from xiezhi.work.situation.report.word import BadTemplate, written

FOLDER = "report-templates"
PUT, WITHDRAWN = "report.template_put", "report.template_withdrawn"
LONGEST_NAME = 120


def in_use(court: UUID) -> bytes | None:
    """The template of a court; None where the default one is used."""
    row = newest(court)
    return locked_files.read(f"{FOLDER}/{row.pk}") if row else None


def newest(court: UUID) -> ReportTemplate | None:
    return ReportTemplate.objects.filter(court=court, withdrawn_at=None).order_by("-put_at").first()


def put(viewer: Viewer, name: str, contents: bytes, *, at: datetime) -> ReportTemplate:
    """Put a template in the place of the one in use, for the viewer's court. Raises Refused, BadTemplate saying what is wrong with it."""
    court = _demand_template(viewer)
    try_out(contents)
    row = ReportTemplate(
        court_id=court,
        name=name[-LONGEST_NAME:],
        digest=hashlib.sha256(contents).hexdigest(),
        put_at=at,
        officer_id=viewer.officer,
    )
    locked_files.write(f"{FOLDER}/{row.pk}", contents)
    with transaction.atomic():
        row.save()
        note(
            viewer,
            PUT,
            object_class="O6",
            object_id=str(row.pk),
            details={"name": row.name, "digest": row.digest},
        )
    return row


@transaction.atomic
def withdraw(viewer: Viewer) -> None:
    """Go back to the default template. Raises Refused."""
    court = _demand_template(viewer)
    gone = ReportTemplate.objects.filter(court=court, withdrawn_at=None).update(withdrawn_at=timezone.now())
    if gone:
        note(viewer, WITHDRAWN, object_class="O6", object_id=str(court))


def _demand_template(viewer: Viewer) -> UUID:
    """The court whose template the viewer may change. Raises Refused."""
    court, _, division = usual_court(viewer)
    if division is not None:
        raise Refused(
            "模板由院领导或者审判管理办公室更换",
            "templates are put by the court's leaders or trial management",
        )
    return court


def try_out(contents: bytes) -> None:
    """Set an invented report in a template. Raises BadTemplate."""
    text = "".join(cell.words for cell in _SAMPLE.summary[0])
    set_in = written(_SAMPLE, lambda _: "http://127.0.0.1/", contents)
    if text not in _text_of(set_in):
        raise BadTemplate(
            "模板没有用到概要（{{r text }}）；请从默认模板改起",
            "the template leaves out the summary ({{r text }}); start from the default one",
        )


def _text_of(document: bytes) -> str:
    import io

    from docx import Document

    read = Document(io.BytesIO(document))
    return "\n".join(
        "".join(node.text or "" for node in one._p.iter() if node.tag.endswith("}t"))
        for one in read.paragraphs
    )


def _sample() -> Contents:
    period = read_period("2019Q3")
    link = Link("flow.new", period, NUMERATOR)
    words = (Cell("本期新收"), Cell("1,234", link, 1234, "cases"), Cell("件。"))
    table = Table(
        "收结存", "收结存", (Head("指标"), Head("本期", right=True), Head("同比", right=True)),
        ((Cell("新收"), Cell("1,234", link, 1234, "cases"), Cell("+8.1%")),), "注",
    )  # fmt: skip
    return Contents(
        lang=language(), title="示例法院2019年第三季度审判运行态势分析报告", court="示例法院", period="2019年第三季度", made_on=date(2019, 10, 16),
        basis=Basis("sample", datetime(2019, 10, 15, 16, tzinfo=UTC), "all", period, None), heading=(("期间", "2019年第三季度"),),
        summary=((Cell("概要中的一句话，"), *words),), sections=(Section("flow", "收案、结案与存案", (words,), (), (table,), ("注",)), Section("empty", "空")),
        definitions=(Definition("flow.new", "新收", "立案日在期间内", "来源", "", 1, "产品口径", "说明"),), recipients=("院长",),
    )  # fmt: skip


_SAMPLE = _sample()
