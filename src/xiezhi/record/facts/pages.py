"""Pages of cases as facts, in their order: by this process alone, or by several side by side.

A helping process ends with its pipe: when the one that asks is killed, it finishes the page in hand and goes.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack
from multiprocessing import get_context
from multiprocessing.connection import Connection
from uuid import UUID

from xiezhi.record.facts.helper import help_out
from xiezhi.record.facts.page import Page, page_of
from xiezhi.record.facts.reading import Limits, courts
from xiezhi.rules.errors import XiezhiError

IN_HAND = 2  # pages that a helper has at once, so that it never waits


def read_pages(pages: Iterator[list[UUID]], limits: Limits, helpers: int) -> Iterator[Page]:
    """Every page in its order; with helpers this process only hands out and takes in. Raises what a helper met."""
    if not helpers:
        tree = courts()
        for page in pages:
            yield page_of(page, tree, limits)
        return
    with ExitStack() as stack:
        pipes = [_helper(stack, limits) for _ in range(helpers)]
        asked: deque[Connection] = deque()
        for place, page in enumerate(pages):
            if len(asked) == helpers * IN_HAND:
                yield _answer(asked.popleft())
            pipe = pipes[place % helpers]
            _send(pipe, page)
            asked.append(pipe)
        while asked:
            yield _answer(asked.popleft())


def _helper(stack: ExitStack, limits: Limits) -> Connection:
    kind = type(limits)
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    helper = context.Process(
        target=help_out, args=(theirs, f"{kind.__module__}.{kind.__qualname__}"), daemon=True
    )
    helper.start()
    theirs.close()
    stack.callback(helper.join)
    stack.callback(ours.close)
    return ours


def _send(pipe: Connection, page: list[UUID]) -> None:
    try:
        pipe.send(page)
    except OSError as fault:
        raise _lost() from fault


def _answer(pipe: Connection) -> Page:
    try:
        answer = pipe.recv()
    except (EOFError, OSError) as fault:
        raise _lost() from fault
    if isinstance(answer, Page):
        return answer
    raise XiezhiError(f"读取案件事实时出错：{answer}", f"a fault while reading facts: {answer}")


def _lost() -> XiezhiError:
    return XiezhiError(
        "协助读取案件事实的进程意外结束；可重新开始",
        "a process that helped to read facts ended unexpectedly; start it again",
    )
