"""The paper pack of a division: everything that must not be missed when the network is down, as words in the language of the moment.

Past the limit; due in the coming days; hearings; stopped clocks with their ground and next check; hidden overruns; other clocks.
What it is read from: `rows`. Its tables: `parts`. How it becomes a PDF: `printing`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from xiezhi.record.models import Division
from xiezhi.rules.language import language, tr
from xiezhi.work.deadlines.law_in_force import law_in_force
from xiezhi.work.deadlines.outgoing.wording import plain_text
from xiezhi.work.deadlines.pack import parts
from xiezhi.work.deadlines.pack.rows import beside_rows, hearing_rows, paper_cases, trial_rows


@dataclass(frozen=True, slots=True)
class Pack:
    """All that is printed, in the language in which it was made."""

    lang: str
    court: str
    division: str
    known_at: datetime
    known: str
    mark: str
    pending: int
    parts: tuple[parts.Part, ...]

    def as_data(self) -> dict[str, Any]:
        """As the template reads it: texts only, every one plain."""
        return {
            "lang": self.lang,
            "place": plain_text(tr(f"{self.court} {self.division}", f"{self.court}, {self.division}")),
            "known": self.known,
            "mark": self.mark,
            "words": _words(self.pending),
            "parts": [
                {
                    "title": part.title,
                    "said": part.said,
                    "past": part.past,
                    "heads": [head._asdict() for head in part.heads],
                    "lines": [[plain_text(cell) for cell in line] for line in part.lines],
                }
                for part in self.parts
            ],
        }


def pack_of(division: Division, at: datetime) -> Pack:
    """The pack of a division as it is known at a moment, on that moment's day."""
    on = timezone.localdate(at)
    cases = paper_cases(division, on)
    points = law_in_force().warnings
    rows = trial_rows(cases, on, points)
    court = division.court
    return Pack(
        lang=language(),
        court=tr(court.name, court.name_en or court.name),
        division=tr(division.name, division.name_en or division.name),
        known_at=at,
        known=f"{parts.day_words(on)} {timezone.localtime(at):%H:%M}",
        mark=_mark(),
        pending=len(rows),
        parts=(
            parts.past(rows, on),
            parts.due(rows, on),
            parts.hearings(hearing_rows(cases, on, on + timedelta(days=parts.HEARING_DAYS)), on),
            parts.stopped(rows, on, points.suspension_every_months),
            parts.hidden(rows, on),
            parts.beside(beside_rows(cases, on + timedelta(days=parts.DUE_DAYS)), on),
        ),
    )


def _mark() -> str:
    """What stands across every page of invented data."""
    if settings.TRAINING:
        return tr("培训数据", "TRAINING DATA")
    return tr("演示数据", "DEMONSTRATION DATA") if settings.DEMONSTRATION else ""


def _words(pending: int) -> dict[str, str]:
    """The fixed words of the sheet."""
    return {
        "title": tr("期限纸本", "Limits on paper"),
        "known": tr("截至", "As known at"),
        "pending": tr(f"未结{pending}件", f"{pending} cases pending"),
        "continued": tr("（续）", " (continued)"),
        "none": tr("没有。", "None."),
        "page": tr("第{page}页，共{pages}页", "Page {page} of {pages}"),
        "about": tr(
            "不印当事人；受保护、封存的案件不印案号、案由；阅本表的人应当回避的案件不列。日期以系统为准，网络恢复后核对。",
            "No parties; of protected and sealed cases neither number nor cause; cases from which a reader of this sheet is "
            "barred are left out. The system prevails: compare once the network is back.",
        ),
    }
