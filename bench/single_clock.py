"""Cases a second through the single clock, with and without the derivation, on one core."""

from collections.abc import Sequence
from functools import partial

from measuring import heading, row, seconds
from measuring.mix import as_objects, mixed
from measuring.peer import deadlines
from xiezhi.rules.limits.clock import default_clock
from xiezhi.rules.limits.model import CaseInput, Outcome

COUNT = 20_000
GOAL_WITH, GOAL_WITHOUT = 50_000, 150_000


def rate(cases: Sequence[CaseInput], *, steps: bool) -> float:
    compute = default_clock().compute

    def work() -> None:
        for case in cases:
            compute(case, steps=steps)

    return len(cases) / seconds(work)


def answers_only(cases: Sequence[CaseInput]) -> float:
    """What building the answers alone costs: no clock can be faster that gives them as objects."""
    fields = tuple(default_clock().compute(cases[0], steps=False))

    def work() -> None:
        for _ in cases:
            Outcome._make(fields)

    return len(cases) / seconds(work)


def main() -> None:
    plain, mix = as_objects(*mixed(COUNT, events=False)), as_objects(*mixed(COUNT))
    heading("Single clock, one core")
    row("answers alone, nothing computed (the limit)", answers_only(plain), "cases/s")
    for name, cases in (("without events", plain), ("realistic mix", mix)):
        goals = (f"goal ≥ {GOAL_WITH:,}", f"goal ≥ {GOAL_WITHOUT:,}") if cases is plain else ("", "")
        row(f"{name}, with derivation", rate(cases, steps=True), "cases/s", goals[0])
        row(f"{name}, without derivation", rate(cases, steps=False), "cases/s", goals[1])
        bare = len(cases) / seconds(partial(deadlines, cases), 3)
        row(f"{name}, dateutil + chinesecalendar", bare, "cases/s", "peer", "bare dates only")


if __name__ == "__main__":
    main()
