"""A helping process: pages of cases from a pipe, their facts into it, until the pipe ends.

Nothing of Django is imported above: the process begins with this module, before Django is set up.
"""

from multiprocessing.connection import Connection
from uuid import UUID


def help_out(pipe: Connection, limits: str) -> None:
    """Answer each page with its facts, or with the words of the fault. `limits`: where the class stands that tells of deadlines."""
    import signal

    import django

    # Who breaks off speaks to the process in front of him; our pipe ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    from django.db import connection
    from django.utils.module_loading import import_string

    from xiezhi.record.facts.page import page_of
    from xiezhi.record.facts.reading import courts

    tree, told = courts(), import_string(limits)()
    while (page := _next(pipe)) is not None:
        try:
            answer: object = page_of(page, tree, told)
        except Exception as fault:  # told to the one who asked, who raises it
            answer = repr(fault)
        try:
            pipe.send(answer)
        except OSError:
            break
    connection.close()


def _next(pipe: Connection) -> list[UUID] | None:
    """The next page; None when the other side has closed the pipe or was killed."""
    try:
        page: list[UUID] = pipe.recv()
    except (EOFError, OSError):
        return None
    return page
