"""The province whose facts stand in a snapshot, as the pages of the situation have it."""

from tests.site.situation.conftest import province, snapshot

__all__ = ["province", "snapshot"]
