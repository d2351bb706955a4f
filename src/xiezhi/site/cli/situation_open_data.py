"""`xiezhi situation open-data`: the open data of a period as a folder of CSV files with their description."""

from pathlib import Path

import typer

from xiezhi.rules.language import tr
from xiezhi.site.cli.console import LANG, guarded, print_line
from xiezhi.site.cli.installation import with_record

HELP = tr(
    "开放数据：按季度、法院、类别的统计，CSV，遮蔽小数",
    "Open data: counts by quarter, court and class as CSV, small ones hidden",
)
PERIOD = typer.Option(
    ..., metavar="PERIOD", help=tr("整季：2025Q3、2025H1、2025、2024-01-01..2025-12-31", "Whole quarters: 2025Q3, 2025H1, 2025, 2024-01-01..2025-12-31")
)  # fmt: skip
OUTPUT = typer.Option(
    ...,
    "--output",
    "-o",
    metavar="FOLDER",
    file_okay=False,
    help=tr("写入的文件夹", "The folder to write into"),
)


@guarded
@with_record
def open_data(period: str = PERIOD, output: Path = OUTPUT, lang: str | None = LANG) -> None:
    """The package of the newest facts; noted in the audit trail."""
    from django.utils import timezone

    from xiezhi.record.audit import note
    from xiezhi.rules.indicators.periods import read_period
    from xiezhi.work.situation import snapshots
    from xiezhi.work.situation.open_data.taking import TAKEN, package

    snapshot = snapshots.ensure()
    made = package(snapshot, read_period(period), timezone.localdate())
    output.mkdir(parents=True, exist_ok=True)
    for name, contents in made.files.items():
        (output / name).write_bytes(contents)
        print_line(str(output / name))
    note(
        None,
        TAKEN,
        object_class="O6",
        service="command line",
        details={"period": made.name, "snapshot": str(snapshot.pk)},
    )
