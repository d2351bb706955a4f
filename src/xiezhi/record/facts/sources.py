"""What the sources of imported cases do not tell of at all (decision 0018): seen from the mappings by which their files were read."""

from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

from xiezhi.record.facts.words import words
from xiezhi.record.intake.mapping.telling import told_kinds
from xiezhi.record.intake.mapping.values import read_mapping
from xiezhi.record.intake.models import Import, SavedMapping


def untold_by_source() -> Mapping[str, frozenset[str]]:
    """By the code of a source the names of the things (`words().untold`) of which no mapping of its imports tells. A source that stands in
    no import, such as the demonstration, tells of everything."""
    told: dict[str, frozenset[str]] = {}
    for source, mapping in (
        Import.objects.exclude(mapping=None).order_by().values_list("source__code", "mapping").distinct()
    ):
        told[source] = told.get(source, frozenset()) | _kinds(mapping)
    return {
        source: frozenset(name for name, thing in words().untold.items() if thing.kinds.isdisjoint(kinds))
        for source, kinds in told.items()
    }


@lru_cache(maxsize=1_000)
def _kinds(mapping: UUID) -> frozenset[str]:
    """A version of a mapping is never changed."""
    return told_kinds(read_mapping(SavedMapping.objects.values_list("content", flat=True).get(pk=mapping)))
