"""The share of the cases that one process loads, through the ledger's bulk doorway."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from xiezhi.demo.model import SOURCE, Case, Event, Post
from xiezhi.demo.province import Province, generate
from xiezhi.record.bulk import IncomingCase, IncomingEvent, append_many
from xiezhi.record.recorders import Feed


def load_part(
    seed: int, cases: int, today: date, at: datetime, part: int, parts: int, done: Any, faults: Any
) -> None:
    """The share of one process; `done` is the shared count, `faults` the shared queue of complaints."""
    counted = 0

    def count(written: int) -> None:
        nonlocal counted
        with done.get_lock():
            done.value += written - counted
        counted = written

    province = generate(seed, cases, today)
    incoming = _incoming(province.cases(part, parts), _posts_of(province))
    loaded = append_many(incoming, by=Feed(SOURCE), at=at, progress=count)
    for rejected in loaded.rejected[:5]:
        faults.put(f"{rejected.case.external_ref}, {rejected.place}: {rejected.fault.en}")


def _posts_of(province: Province) -> dict[UUID, list[Post]]:
    """The posts of every officer, in which they record."""
    posts: dict[UUID, list[Post]] = defaultdict(list)
    for post in province.posts:
        posts[post.officer_id].append(post)
    return posts


def _incoming(batches: Iterable[list[Case]], posts: dict[UUID, list[Post]]) -> Iterator[IncomingCase]:
    for batch in batches:
        for case in batch:
            events = [_event(event, posts) for event in case.events]
            yield IncomingCase(case.id, case.court_id, case.external_ref, events)


def _event(event: Event, posts: dict[UUID, list[Post]]) -> IncomingEvent:
    if event.officer_id is None:
        return IncomingEvent(event.kind, event.occurred_on, event.data, event.recorded_at)
    post = _held(posts[event.officer_id], event.recorded_at.date())
    return IncomingEvent(
        event.kind, event.occurred_on, event.data, event.recorded_at, event.officer_id, post.id
    )


def _held(posts: list[Post], day: date) -> Post:
    """The post in which something was recorded that day; the last one, where a late recording falls behind its end."""
    return next((post for post in posts if post.first_on <= day <= (post.last_on or date.max)), posts[-1])
