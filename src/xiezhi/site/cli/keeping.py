"""Backup and restore on the command line."""


def backup() -> None:
    pass


def restore() -> None:
    pass
