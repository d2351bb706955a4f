"""What the record refuses, told in both languages (the tree begins in rules.errors)."""

from xiezhi.rules.errors import InputError, XiezhiError


class Refused(XiezhiError):
    """The law, the state of the case or the recorder's post forbids this event."""


class NotThere(XiezhiError):
    """No such thing for this viewer: the same answer whether it does not exist or may not be seen."""


class ReadOnlyHere(XiezhiError):
    """The row is fed by another system and can be changed only there."""


__all__ = ["InputError", "NotThere", "ReadOnlyHere", "Refused", "XiezhiError"]
