"""`xiezhi situation report`: the report of a court as files, such as from a cron job; noted in the audit trail."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from xiezhi.rules.language import language, tr
from xiezhi.site.cli.console import LANG, complain_line, guarded, print_line
from xiezhi.site.cli.installation import with_record

if TYPE_CHECKING:
    from xiezhi.record.models import Court
    from xiezhi.work.situation.models import Snapshot

HELP = tr("审判运行态势分析报告：Word、PDF、Excel", "The report on the situation of trials: Word, PDF, Excel")
COURT = typer.Option(..., metavar="CODE", help=tr("法院代码或者名称", "Code or name of the court"))
ALONE = typer.Option(False, "--alone", help=tr("不含辖区法院", "Without the courts below it"))
PERIOD = typer.Option(
    ..., metavar="PERIOD",
    help=tr("期间：2019、2019H1、2019Q3、2019-10 或者 2019-10-01..2019-12-15", "Period: 2019, 2019H1, 2019Q3, 2019-10 or 2019-10-01..2019-12-15"),
)  # fmt: skip
AS_OF = typer.Option(
    None,
    "--as-of",
    metavar="DATE",
    help=tr("按这一天24时已知的记录", "As the record was known at the end of this day"),
)
SCOPE = typer.Option("all", help=tr("口径", "Scope"))
OUTPUT = typer.Option(
    ..., "--output", "-o", dir_okay=False,
    help=tr("写入的文件，按后缀为 .pdf、.docx、.xlsx；可多次", "The file to write: .pdf, .docx or .xlsx; several times for several"),
)  # fmt: skip
RECIPIENT = typer.Option([], "--recipient", help=tr("发送对象（可多次）", "To whom it goes (several times)"))
ANNEX = typer.Option(
    [],
    "--annex",
    help=tr("附录（可多次）：international 国际指标对照", "An annex (several times): international"),
)


@guarded
@with_record
def report(
    court: str = COURT, period: str = PERIOD, output: list[Path] = OUTPUT, as_of: str | None = AS_OF, scope: str = SCOPE,
    alone: bool = ALONE, recipient: list[str] = RECIPIENT, annex: list[str] = ANNEX, lang: str | None = LANG,
) -> None:  # fmt: skip
    """The same files as those of the page, from the newest facts or as known on a day."""
    from django.conf import settings
    from django.utils import timezone

    from xiezhi.record.audit import note
    from xiezhi.rules.indicators.periods import read_period
    from xiezhi.site.staff.situation.report_links import links_of
    from xiezhi.work.situation.horizon import check_has_facts, counted_period
    from xiezhi.work.situation.report import keeping, templates
    from xiezhi.work.situation.report.wanted import Wanted, read_annexes
    from xiezhi.work.situation.sight import sight_of_keeper

    forms = {path: _form(path) for path in output}
    found, snapshot = _court(court), _snapshot(as_of)
    wanted_period = counted_period(read_period(period), snapshot)
    check_has_facts(wanted_period, snapshot)
    annexes = read_annexes(annex)
    wanted = Wanted(found, not alone, None, _scope(scope), wanted_period, snapshot, annexes)
    today = timezone.localdate()
    contents = keeping.contents_for(
        sight_of_keeper(today), wanted, made_on=today, recipients=keeping.clean_recipients(recipient)
    )
    for path, form in forms.items():
        template = templates.in_use(found.pk) if form == keeping.WORD else None
        path.write_bytes(keeping.write(contents, links_of(wanted), form, template))
        print_line(tr(f"{contents.title}：{path}", f"{contents.title}: {path}"))
    complain_line(
        tr(
            f"报告中的链接指向 {settings.SITE_ADDRESS}；网址不同的，请设置 XIEZHI_ADDRESS",
            f"links in it lead to {settings.SITE_ADDRESS}; if the site is reached elsewhere, set XIEZHI_ADDRESS",
        ),
        style="yellow",
    )
    details = {"period": wanted_period.name, "snapshot": str(wanted.snapshot.pk), "language": language()}
    note(
        None,
        keeping.MADE,
        object_class="O6",
        object_id=str(found.pk),
        service="command line",
        details=details,
    )


def _form(path: Path) -> str:
    from xiezhi.rules.errors import InputError
    from xiezhi.work.situation.report.keeping import FORMS

    form = path.suffix.lower().lstrip(".")
    if form not in FORMS:
        raise InputError(
            f"{path} 的后缀应为 .pdf、.docx、.xlsx 之一",
            f"{path} should end in .pdf, .docx or .xlsx",
            field="--output",
        )
    return form


def _scope(scope: str) -> str:
    from xiezhi.rules.indicators.catalogue import scopes
    from xiezhi.work.situation.engine.errors import no_such

    if scope not in scopes():
        raise no_such("口径", "scope", scope, scopes(), field="--scope")
    return scope


def _court(words: str) -> "Court":
    """The court of a code or name, in either language. Raises InputError with the choice there is."""
    from xiezhi.record.models import Court
    from xiezhi.work.situation.engine.errors import no_such

    every = Court.objects.order_by("place")
    named = (every.filter(**{field: words}).first() for field in ("code", "name", "name_en") if words)
    found = next((court for court in named if court is not None), None)
    if found is None:
        codes = filter(None, every.values_list("code", flat=True))
        raise no_such("法院", "court", words, codes, field="--court")
    return found


def _snapshot(as_of: str | None) -> "Snapshot":
    """The newest facts, or those known at the end of a day. Raises InputError for a day that is none or has not come."""
    from django.utils import timezone

    from xiezhi.rules.errors import InputError
    from xiezhi.work.situation import snapshots

    if as_of is None:
        return snapshots.ensure()
    try:
        day = date.fromisoformat(as_of)
    except ValueError:
        raise InputError(
            f"不是日期：{as_of}；请写成 2019-10-16", f"not a day: {as_of}; write 2019-10-16", field="--as-of"
        ) from None
    if day > timezone.localdate():
        raise InputError(
            f"--as-of 不能晚于今天：{as_of}", f"--as-of cannot lie ahead: {as_of}", field="--as-of"
        )
    return snapshots.as_known(day)
