"""`xiezhi deadlines pack`: the paper pack of one division as a file, such as from a cron job of the court house."""

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import typer

from xiezhi.rules.language import language, tr
from xiezhi.site.cli.console import LANG, guarded, print_line
from xiezhi.site.cli.installation import with_record

if TYPE_CHECKING:
    from xiezhi.record.models import Division

HELP = tr("一个庭的期限纸本（PDF）", "The limits of one division on paper (PDF)")
DIVISION = typer.Option(
    ...,
    "--division",
    help=tr(
        "庭：法院代码或者名称/庭名，例如 示0102/民事审判第一庭；也可以是编号",
        "The division: code or name of the court/name of the division; or its identifier",
    ),
)
FILE = typer.Option(..., "--output", "-o", help=tr("写入的文件", "The file to write"), dir_okay=False)
MOST_NAMED = 30


@guarded
@with_record
def pack(division: str = DIVISION, output: Path = FILE, lang: str | None = LANG) -> None:
    """The pack as it is known now; noted in the audit trail as made on the command line."""
    from django.utils import timezone

    from xiezhi.record.audit import note
    from xiezhi.work.deadlines.pack.contents import pack_of
    from xiezhi.work.deadlines.pack.printing import printed

    found = division_named(division)
    pdf = printed(pack_of(found, timezone.now()))
    output.write_bytes(pdf)
    note(None, "pack.taken", object_class="O1", object_id=str(found.pk), service="command line")
    name = found.name_en if language() == "en" and found.name_en else found.name
    print_line(tr(f"{found.court.name}{name}的期限纸本：{output}", f"Limits of {name} on paper: {output}"))


def division_named(words: str) -> "Division":
    """The division of a name or identifier. Raises InputError with the choice there is."""
    from xiezhi.record.models import Division
    from xiezhi.rules.errors import InputError

    every = Division.objects.filter(last_on=None).select_related("court").order_by("court__place", "place")
    identity = _identity(words)
    if identity is not None:
        every = every.filter(pk=identity)
    else:
        court, _, name = words.partition("/")
        every = every.filter(court__code=court) | every.filter(court__name=court)
        by_name = every.filter(name=name) if name else every
        every = by_name if by_name.exists() else every
    found = list(every[: MOST_NAMED + 1])
    if len(found) == 1:
        return found[0]
    named = (f"{one.court.code}/{one.name}" for one in found[:MOST_NAMED])
    choice = "、".join(named if found else _courts())
    raise InputError(
        f"没有唯一的庭 {words}；可选：{choice}",
        f"no single division {words}; choose from: {choice}",
        field="--division",
    )


def _courts() -> list[str]:
    """How courts are written, the first ones of the administrative order."""
    from xiezhi.record.models import Court

    codes = list(Court.objects.order_by("place").values_list("code", flat=True)[: MOST_NAMED + 1])
    return [f"{code}/…" for code in codes[:MOST_NAMED]] + ["…"] * (len(codes) > MOST_NAMED)


def _identity(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None
