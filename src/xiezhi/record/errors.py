"""What the record refuses, told in both languages (the tree begins in rules.errors)."""

from xiezhi.rules.errors import InputError, XiezhiError


class Refused(XiezhiError):
    """The law, the state of the case or the recorder's post forbids this event."""


class NotThere(XiezhiError):
    """No such thing for this viewer: the same answer whether it does not exist or may not be seen."""


class Overtaken(XiezhiError):
    """Somebody recorded something in this case after it was looked at: events `seen` + 1 to `now`."""

    def __init__(self, seen: int, now: int) -> None:
        super().__init__(
            f"您打开之后，本案又登记了{now - seen}条记录；请看过再登记",
            f"{now - seen} entries were recorded in this case after you opened it; look at them, then record",
        )
        self.seen = seen
        self.now = now


class NotNow(XiezhiError):
    """What was asked cannot be done at this moment, through no fault of who asks: a folder that cannot be written to, a full disk."""


class ReadOnlyHere(XiezhiError):
    """The row is fed by another system and can be changed only there."""


__all__ = ["InputError", "NotNow", "NotThere", "Overtaken", "ReadOnlyHere", "Refused", "XiezhiError"]
