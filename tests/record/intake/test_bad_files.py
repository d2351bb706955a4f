"""Bad files: each is reported clearly, in both languages, and no row of any is lost."""

import resource

import pytest

from tests.record.intake.bad_files import Bad, corpus
from tests.record.intake.conftest import PLAIN, Desk, counts, reasons
from xiezhi.record.errors import InputError
from xiezhi.record.intake.models import Import, ImportRow
from xiezhi.record.models import Case

CORPUS = list(corpus())
MOST_MEGABYTES = 500


def test_the_corpus_is_large_enough() -> None:
    assert len(CORPUS) >= 60 and len({bad.name for bad in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("bad", CORPUS, ids=[bad.name for bad in CORPUS])
def test_a_bad_file_is_reported_and_nothing_of_it_is_lost(bad: Bad, system: Desk) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused: InputError | None = None
    try:
        of = system.bring(bad.contents, PLAIN, bad.name)
    except InputError as told:
        refused = told
    if refused is not None:
        assert bad.rows is None, f"{bad.name}: refused as a whole: {refused.en}"
        assert refused.zh and bad.says in refused.en, refused.en
        assert not Case.objects.exists()
    elif of.standing == Import.FAILED:
        assert bad.rows is None and of.fault_zh and bad.says in of.fault_en, of.fault_en
    else:
        _reported(bad, of)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < MOST_MEGABYTES, f"{grown:.0f} MB"


def _reported(bad: Bad, of: Import) -> None:
    found = counts(of)
    assert of.standing == Import.DONE, (of.standing, of.fault_en)
    told = [*reasons(of).values(), *(en for _, en in of.notes)]
    if bad.rows is not None and bad.rows >= 0:
        assert sum(found.values()) == bad.rows, (found, told)
        assert found.get("recorded", 0) == bad.recorded, (found, told)
    elif bad.rows is None:
        assert found.get("recorded", 0) == 0 and found, (found, told)
    else:
        assert found.get("recorded", 0) >= bad.recorded, (found, told)
    assert Case.objects.count() == found.get("recorded", 0)
    assert not bad.says or any(bad.says in words for words in told), told
    for row in ImportRow.objects.filter(of=of, standing__in=["quarantined", "unreadable"]):
        assert row.reasons and all(reason["zh"] and reason["en"] for reason in row.reasons), row.line
