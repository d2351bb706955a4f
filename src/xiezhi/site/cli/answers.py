"""Answers to many questions in a row, by either clock: what `xiezhi deadlines` writes, whatever form the file has."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from xiezhi.rules.errors import InputError, XiezhiError
from xiezhi.rules.language import language
from xiezhi.rules.limits.clock import compute, default_clock
from xiezhi.rules.limits.exchange import read_case, write_outcome
from xiezhi.rules.limits.model import CaseInput, Outcome
from xiezhi.site.cli.files import Line

CHUNK = 20_000


class Answers:
    """Answers in the order of the lines, whichever engine computes them; counts the lines that could not be."""

    def __init__(self, engine: str, as_of: date | None, *, steps: bool = True) -> None:
        self.engine = engine
        self.as_of = as_of
        self.steps = steps and engine == "single"
        self.asked = 0
        self.failed = 0

    def to(self, lines: Iterable[Line]) -> Iterator[dict[str, Any]]:
        """The answer to each line as a JSON object, in chunks as large as the engine likes them."""
        chunk: list[CaseInput | dict[str, Any]] = []
        for line in lines:
            chunk.append(self._question(line))
            if len(chunk) >= (CHUNK if self.engine == "bulk" else 1):
                yield from self._answer(chunk)
                chunk = []
        yield from self._answer(chunk)

    def _question(self, line: Line) -> CaseInput | dict[str, Any]:
        self.asked += 1
        identity = line.value.get("id") if isinstance(line.value, dict) else None
        if line.fault is not None:
            return self._error(identity, line.fault.text(language()), line.number)
        try:
            case = read_case(line.value)
        except InputError as fault:
            return self._error(identity, fault.text(language()), line.number)
        return replace(case, as_of=self.as_of) if self.as_of and case.as_of is None else case

    def _error(self, identity: object, message: str, line: int | None = None) -> dict[str, Any]:
        self.failed += 1
        identity = identity if identity is None or isinstance(identity, str | int) else str(identity)
        return {"id": identity, "error": message} | ({} if line is None else {"line": line})

    def _answer(self, chunk: list[CaseInput | dict[str, Any]]) -> Iterator[dict[str, Any]]:
        cases = [question for question in chunk if not isinstance(question, dict)]
        outcomes = iter(self._bulk(cases) if self.engine == "bulk" else self._single(cases))
        for question in chunk:
            if isinstance(question, dict):
                yield question
                continue
            outcome = next(outcomes)
            if isinstance(outcome, XiezhiError):
                yield self._error(question.id, outcome.text(language()))
            else:
                yield write_outcome(question, outcome, steps=self.steps)

    def _single(self, cases: list[CaseInput]) -> Iterator[Outcome | XiezhiError]:
        for case in cases:
            try:
                yield compute(case, steps=self.steps)
            except XiezhiError as fault:
                yield fault

    def _bulk(self, cases: list[CaseInput]) -> Iterator[Outcome | XiezhiError]:
        from xiezhi.rules.limits.bulk import compute_bulk, from_cases

        clock = default_clock()
        for case, outcome in zip(cases, compute_bulk(*from_cases(cases, clock.catalogue), clock).rows()):
            if outcome is None:  # outside the validity of the data: the single clock says why
                yield from self._single([case])
            else:
                yield outcome if outcome.rule else outcome._replace(rule=case.procedure)
