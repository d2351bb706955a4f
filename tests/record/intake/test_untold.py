"""What the source of an imported case does not tell of is untold in the facts, not nought (decision 0018)."""

from datetime import date

import pytest

from tests.cast import TODAY, docketed, moment
from tests.record.facts.test_reading import rows_of
from tests.record.intake.conftest import COLUMNS, PLAIN, RULES, closed, row, table
from xiezhi.record import ledger
from xiezhi.record.intake.mapping.telling import told_kinds
from xiezhi.record.intake.mapping.values import Mapping, Rule, Turn
from xiezhi.record.models import Case
from xiezhi.record.models.shared import HERE
from xiezhi.record.recorders import Feed
from xiezhi.rules.procedure.catalogue import load_procedure

HEARINGS = {"hearing_held": None, "settings_count": None, "in_court_pronounced": None}
SPANS = (
    Rule(field="deduction.1.start", columns=("扣除自",)),
    Rule(field="deduction.1.ground", constant="appraisal"),
    Rule(field="extension.1.decided", columns=("延长",)),
    Rule(field="extension.1.months", constant="1"),
)


def facts(serial):
    """The facts of an imported case as they are known now, with the columns of which nothing is told."""
    found = rows_of(case_of(serial).pk)[-1]
    return found, set(filter(None, (found["untold"] or "").split(",")))


def case_of(serial):
    return Case.objects.get(number=f"（2019）示0102民初{serial}号")


def append(serial, kind, **data):
    """Something recorded here of an imported case."""
    ledger.append(
        case_of(serial).pk, kind, data, occurred_on=TODAY, by=Feed(HERE), at=moment(TODAY, 23)
    )  # fmt: skip


def test_a_list_of_cases_tells_of_no_hearing_appeal_panel_extension_deduction_or_service(system):
    system.bring(table(closed(1)))
    found, untold = facts(1)
    assert untold == {
        "tribunal", "extended_times", "deducted_days", "in_court_pronounced", "hearing_held", "settings_count",
        "appeal_lodged_on", "appeal_sent_on", "lay_assessor", "service_attempts", "service_electronic", "notice_served",
    }  # fmt: skip
    assert found.items() >= HEARINGS.items()
    assert (found["closed_kind"], found["filed_on"]) == ("judgment", date(2019, 3, 1)), "what it tells stays"


def test_a_case_kept_here_tells_that_there_was_none(province):
    found = rows_of(docketed(province.river).closed().case)[-1]
    assert (found["untold"], found["hearing_held"], found["settings_count"]) == (None, False, 0)
    assert found["in_court_pronounced"] is False


def test_a_list_with_deductions_and_extensions_tells_them_of_all_its_cases(system):
    columns = (*COLUMNS, "扣除自", "延长")
    rows = ([*closed(1), "", ""], [*closed(2), "2019-04-01", "2019-05-20"])
    system.bring(table(*rows, columns=columns), Mapping(rules=(*RULES, *SPANS)))
    for serial in (1, 2):
        _, untold = facts(serial)
        assert untold.isdisjoint({"extended_times", "deducted_days"})
        assert {"hearing_held", "tribunal"} <= untold


def test_a_hearing_recorded_here_tells_of_hearings(system):
    system.bring(table(row(1), row(2)))
    append(1, "hearing.scheduled", hearing_no=1, starts_at=f"{TODAY}T09:00")
    found, untold = facts(1)
    assert (found["hearing_held"], found["settings_count"]) == (False, 1)
    assert untold.isdisjoint(HEARINGS) and "appeal_lodged_on" in untold
    other, untold = facts(2)
    assert set(HEARINGS) <= untold and other.items() >= HEARINGS.items()


def test_of_a_case_closed_here_appeals_are_recorded_here(system):
    system.bring(table(row(1), closed(2)))
    append(1, "case.closed", outcome="judgment", way="pronounced")
    assert "appeal_lodged_on" not in facts(1)[1], "nobody appealed"
    assert "appeal_lodged_on" in facts(2)[1]
    assert "hearing_held" in facts(1)[1], "what went before the import is not told"


def test_a_source_tells_what_any_mapping_of_its_imports_can_give(system):
    system.bring(table(closed(1)))
    assert "extended_times" in facts(1)[1]
    columns = (*COLUMNS, "扣除自", "延长")
    system.bring(table([*closed(2), "", ""], columns=columns), Mapping(rules=(*RULES, *SPANS)))
    assert "extended_times" not in facts(1)[1]


@pytest.mark.parametrize(
    ("mapping", "told", "untold"),
    [
        (PLAIN, {"case.docketed", "case.closed"}, {"hearing.held", "appeal.filed", "deduction.started"}),
        (Mapping(rules=(*RULES, *SPANS)), {"deduction.started", "extension.granted"}, {"suspension.ordered"}),
        (
            Mapping(shape="events", turns=(Turn(activity="Sitting", event="hearing.held"),)),
            {"hearing.held"},
            {"appeal.filed"},
        ),
        (Mapping(shape="judgments"), {"hearing.held", "case.closed"}, {"appeal.filed", "panel.formed"}),
    ],
    ids=["list", "list with spans", "log", "judgments"],
)
def test_what_a_mapping_can_give(mapping, told, untold):
    kinds = told_kinds(mapping)
    assert told <= kinds and untold.isdisjoint(kinds)
    assert kinds <= load_procedure().kinds.keys()
