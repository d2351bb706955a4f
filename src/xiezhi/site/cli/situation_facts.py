"""`xiezhi situation facts`: the facts of all cases brought up to date, and written to a file for use elsewhere."""

from pathlib import Path

import typer

from xiezhi.rules.language import tr
from xiezhi.site.cli.console import guarded, print_line, progress_bar
from xiezhi.site.cli.installation import with_record

HELP = tr(
    "案件事实：更新到现在；可写成 Parquet 文件供他处计算", "The facts of all cases: brought up to date; as a Parquet file for use elsewhere"
)  # fmt: skip


@guarded
@with_record
def facts(
    output: Path | None = typer.Option(
        None,
        metavar="FILE",
        help=tr(
            "写入这一 Parquet 文件：含各日曾知的各版本，法院以代码表示",
            "Write this Parquet file: with every version once known, courts by their codes",
        ),
    ),
    full: bool = typer.Option(
        False,
        "--full",
        help=tr(
            "逐件重新读取，并与随时更新的比较",
            "Read every case anew and compare with what was kept up to date",
        ),
    ),
) -> None:
    from xiezhi.record.models import Case
    from xiezhi.work.situation import snapshots

    if full or snapshots.latest() is None:
        with progress_bar(tr("读取案件", "reading cases"), Case.objects.count()) as advance:
            snapshot = snapshots.take(advance) if full else snapshots.ensure(advance)
    else:
        snapshot = snapshots.refresh() or snapshots.ensure()
    print_line(
        tr(
            f"{snapshot.cases}件、{snapshot.rows}行，截至{snapshot.known_at:%Y-%m-%d %H:%M:%S}（{snapshot.id}）",
            f"{_many(snapshot.cases, 'case')}, {_many(snapshot.rows, 'row')}, known at {snapshot.known_at:%Y-%m-%d %H:%M:%S} ({snapshot.id})",
        )
    )
    if snapshot.unreadable:
        print_line(
            tr(f"{snapshot.unreadable}个事件无法解密，按无内容处理", f"{snapshot.unreadable} events could not be opened and count as empty"), "yellow"
        )  # fmt: skip
    if full and snapshot.differing is not None:
        print_line(
            tr(
                f"与随时更新的事实相比，{snapshot.differing}件不同",
                f"{snapshot.differing} cases differ from the facts kept up to date",
            )
        )
        for one in snapshot.differences:
            print_line(f"{one['case']}: {', '.join(one['columns'])}", "red")
    if output is not None:
        rows = snapshots.export(snapshot, output)
        print_line(tr(f"{output}：{rows}行", f"{output}: {_many(rows, 'row')}"))


def _many(count: int, one: str) -> str:
    return f"{count} {one}" if count == 1 else f"{count} {one}s"
