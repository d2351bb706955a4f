"""What both ways of importing on the command line share: what was asked for, receiving the file, choosing its mapping."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xiezhi.rules.errors import InputError
from xiezhi.rules.language import tr
from xiezhi.site.cli.console import print_line

if TYPE_CHECKING:
    from xiezhi.record.intake.files.table import Reading
    from xiezhi.record.intake.mapping.guessing import Guess
    from xiezhi.record.intake.mapping.values import Mapping
    from xiezhi.record.intake.models import Import

SHOWN = 12  # reasons and guesses on a terminal


class Asked(NamedTuple):
    """What is to be imported: the file, its source, how it is read."""

    file: Path
    source: str
    mapping: str
    sheet: str
    encoding: str


def received(asked: Asked) -> "Import":
    """The file in the record's keeping, under its source, which is made when it is new."""
    from django.utils import timezone

    from xiezhi.record.intake import actions, policy

    now = timezone.now()
    if not policy.sources_for(None).filter(code=asked.source).exists():
        actions.make_source(asked.source, asked.source, by=None, at=now)
    with asked.file.open("rb") as stream:
        return actions.receive(stream, asked.file.name, asked.source, by=None, at=now)


def mapping_for(of: "Import", asked: Asked) -> "Mapping":
    """The mapping that was named; else the latest of the source; else the guess, which is told."""
    from xiezhi.record.intake import queries

    reading = _reading(asked)
    known = _named(asked)
    if known is None:
        found = queries.preview(of.pk, by=None, reading=reading)
        _tell_guess(found.guess)
        return found.guess.mapping
    changes = {name: value for name, value in (("sheet", asked.sheet), ("encoding", asked.encoding)) if value}
    return known.model_copy(update={"reading": known.reading.model_copy(update=changes)})


def _reading(asked: Asked) -> "Reading":
    from xiezhi.record.intake.files.table import Reading

    return Reading(sheet=asked.sheet, encoding=asked.encoding)


def _named(asked: Asked) -> "Mapping | None":
    """The mapping of a file, or the latest of a source: the one named, else that of the file's own source."""
    from xiezhi.record.intake.mapping.values import read_mapping
    from xiezhi.record.intake.models import SavedMapping
    from xiezhi.record.intake.toml import mapping_file

    if asked.mapping.endswith((".toml", ".json")):
        if not Path(asked.mapping).is_file():
            raise InputError(
                f"找不到文件 {asked.mapping}", f"there is no file {asked.mapping}", field="--mapping"
            )
        return mapping_file(Path(asked.mapping))
    saved = (
        SavedMapping.objects.filter(source__code=asked.mapping or asked.source).order_by("-version").first()
    )
    if saved is None and asked.mapping:
        raise InputError(
            f"来源“{asked.mapping}”没有对照",
            f'the source "{asked.mapping}" has no mapping',
            field="--mapping",
        )
    if saved is None:
        return None
    print_line(tr(f"沿用对照第{saved.version}版", f"using version {saved.version} of the mapping"))
    return read_mapping(saved.content)


def _tell_guess(guess: "Guess") -> None:
    from xiezhi.record.intake.mapping.fields import field_of

    print_line(
        tr(
            "没有现成的对照，按列名和内容猜测（xiezhi case mapping 打印出来可改）：",
            "no mapping yet; guessed from heads and contents (xiezhi case mapping prints it to be edited):",
        )
    )
    for reason in guess.reasons[:SHOWN]:
        known = field_of(reason.field)
        print_line(f"  {reason.column} → {tr(known.zh, known.en)}  {tr(reason.zh, reason.en)}", "dim")
    if guess.left:
        print_line(tr("  没有用到：", "  not used: ") + tr("、", ", ").join(guess.left[:SHOWN]), "dim")
