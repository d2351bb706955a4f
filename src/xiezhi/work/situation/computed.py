"""Answers that take seconds to compute: asked for once for each snapshot and question, computed by the worker, kept beside the facts.

An answer belongs to what may be counted, not to a person: two viewers with equal sights share it. Its file lies in the folder of the
snapshot and goes with it. While that of new facts is being computed, the last one of earlier facts of now stands in for it, with the
snapshot it is of: its links must open that one. A past day has its own answer or none, and lends it to nobody.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

from django.utils import timezone

from xiezhi.record import jobs
from xiezhi.record.models import Job
from xiezhi.record.models.jobs import DONE
from xiezhi.record.models.shared import new_id
from xiezhi.record.viewers import Viewer, posts_held
from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.indicators.periods import read_period
from xiezhi.rules.indicators.thresholds import thresholds
from xiezhi.work.situation import snapshot_files as files
from xiezhi.work.situation import snapshots
from xiezhi.work.situation.looking import Look
from xiezhi.work.situation.models import Snapshot
from xiezhi.work.situation.sight import Sight, sight_of

KIND = "situation.compute"
VERSION = 3  # of how answers are computed: a change makes the kept ones count no more
_FOLDER, _ASKED, _ANSWER = "answers", ".asked.json", ".json"

Progress: TypeAlias = Callable[[int, int | None], None]
Answer: TypeAlias = dict[str, Any]
# Computes the answer of one kind of question: what may be counted, what is looked at, further choices, how far it is.
Maker: TypeAlias = Callable[[Sight, Look, Mapping[str, str], Progress], Answer]


@dataclass(frozen=True, slots=True)
class Computed:
    """An answer and when it was computed; with `job` there is none yet, or that of `earlier` facts, and the job computes the new one."""

    answer: Answer | None
    made_at: datetime | None
    job: Job | None = None
    earlier: Snapshot | None = None


class RightsChanged(XiezhiError):
    """What the one who asked may count is no longer what it was."""


def computed(kind: str, sight: Sight, look: Look, choices: Mapping[str, str], *, at: datetime) -> Computed:
    """The answer if it is kept; else the job that computes it, asked for now if nobody has, and the last answer of earlier facts."""
    key = key_of(kind, sight, look, choices)
    kept = _kept(_folder(look.snapshot), key)
    if kept is not None:
        return Computed(*kept)
    job = Job.objects.filter(kind=KIND, subject=f"{look.snapshot}/{key}").order_by("-asked_at").first()
    if job is None or job.state == DONE:  # one that failed says why, until it is asked for again
        job = ask(kind, sight, look, choices, at=at)
    for earlier in _before(look.snapshot):
        kept = _kept(files.folder_of(earlier.pk) / _FOLDER, key)
        if kept is not None:
            files.used(earlier.pk)
            return Computed(*kept, job, earlier)
    return Computed(None, None, job)


def _before(snapshot: str) -> Iterable[Snapshot]:
    """The facts of now that were taken before these, the newest first; none where these are of a past day."""
    of_now = Snapshot.objects.exclude(kind=Snapshot.AS_KNOWN)
    this = of_now.filter(pk=snapshot).first()
    if this is None:
        return ()
    return of_now.filter(removed_at=None, known_at__lt=this.known_at).order_by("-known_at")


def _kept(folder: Path, key: str) -> tuple[Answer, datetime] | None:
    """An answer and when it was computed; None where there is none, or its snapshot goes at this moment."""
    path = folder / f"{key}{_ANSWER}"
    try:
        written = path.stat().st_mtime
    except OSError:
        return None
    answer = _read(path)
    return (
        None if answer is None else (answer, datetime.fromtimestamp(written, timezone.get_current_timezone()))
    )


def ask(kind: str, sight: Sight, look: Look, choices: Mapping[str, str], *, at: datetime) -> Job:
    """Have an answer computed, again if it failed."""
    key, viewer = key_of(kind, sight, look, choices), sight.viewer
    question = {"kind": kind, "look": _written(look), "choices": dict(choices), "viewer": _who(viewer)}
    _write(_folder(look.snapshot) / f"{key}{_ASKED}", question)
    court = viewer.post.court if viewer.post else None
    return jobs.ask(KIND, f"{look.snapshot}/{key}", court=court, officer=viewer.officer, at=at)


def compute(run: jobs.Run, makers: Mapping[str, Maker]) -> None:
    """The work of the job: the subject is the snapshot and the key of the question. Safe to repeat."""
    snapshot, key = run.job.subject.split("/")
    question = _read(_folder(snapshot) / f"{key}{_ASKED}")
    if question is None:
        raise XiezhiError(
            "这份数据快照已经清理，请重新打开页面", "this snapshot has been cleared away; open the page again"
        )
    look, sight = _look_read(question["look"]), sight_of(_viewer(question["viewer"]))
    if key_of(question["kind"], sight, look, question["choices"]) != key:
        raise RightsChanged(
            "职务或者回避情况有变化，请重新打开页面", "posts or conflicts have changed; open the page again"
        )
    run.report(0, None)
    answer = makers[question["kind"]](sight, look, question["choices"], run.report)
    _write(_folder(snapshot) / f"{key}{_ANSWER}", answer)


def key_of(kind: str, sight: Sight, look: Look, choices: Mapping[str, str]) -> str:
    """What tells a question from others: everything that its answer rests on but the snapshot."""
    compared = {one.name: getattr(sight, one.name) for one in fields(sight) if one.compare}
    courts = (
        None if sight.courts is None else sorted(sight.courts)
    )  # sets of text have another order in each process
    seen = compared | {"where": repr(sight.where), "courts": courts}
    asked = {name: value for name, value in _written(look).items() if name != "snapshot"}
    told = json.dumps([VERSION, asdict(thresholds()), kind, asked, sorted(choices.items()), seen])
    return hashlib.sha256(told.encode()).hexdigest()[:40]


def _folder(snapshot: str) -> Path:
    return snapshots.path_of(snapshot).parent / _FOLDER


def _read(path: Path) -> Answer | None:
    try:
        found: Answer = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return found


def _write(path: Path, told: Answer) -> None:
    path.parent.mkdir(exist_ok=True)
    beside = path.with_suffix(
        f".{new_id()}"
    )  # of its own: threads of one process write the same answer at once
    beside.write_text(json.dumps(told))
    beside.replace(path)


def _written(look: Look) -> dict[str, Any]:
    return {
        "snapshot": look.snapshot, "scope": look.scope, "period": look.period.name,
        "courts": None if look.courts is None else sorted(look.courts), "division": look.division, "where": [list(pair) for pair in look.where],
    }  # fmt: skip


def _look_read(told: Mapping[str, Any]) -> Look:
    courts = None if told["courts"] is None else tuple(told["courts"])
    where = tuple((name, text) for name, text in told["where"])
    return Look(told["snapshot"], told["scope"], read_period(told["period"]), courts, told["division"], where)


def _who(viewer: Viewer) -> dict[str, str]:
    return {
        "account": str(viewer.account), "officer": str(viewer.officer), "post": str(viewer.post.id) if viewer.post else "",
        "on": viewer.on.isoformat(),
    }  # fmt: skip


def _viewer(told: Mapping[str, str]) -> Viewer:
    """Who asked, in the post in which he asked; without it if he has lost it."""
    officer, on = UUID(told["officer"]), date.fromisoformat(told["on"])
    posts = posts_held(officer, on)
    post = next((held for held in posts if str(held.id) == told["post"]), None)
    return Viewer(UUID(told["account"]), officer, "", post, posts, on)


__all__ = [
    "KIND",
    "Answer",
    "Computed",
    "Maker",
    "Progress",
    "RightsChanged",
    "ask",
    "compute",
    "computed",
    "key_of",
]
