"""Files into the record: what becomes of good rows, of the same file again, of changed ones, of bad ones and their repair."""

import io
from datetime import date

import pytest

from tests.cast import docketed
from tests.record.intake.conftest import COLUMNS, PLAIN, Desk, closed, counts, reasons, row, table
from xiezhi.record import ledger
from xiezhi.record.errors import NotThere, Refused
from xiezhi.record.intake import actions, policy, queries
from xiezhi.record.intake.results import result_file
from xiezhi.record.models import Case, Event
from xiezhi.record.state import fold


def test_a_row_becomes_a_case_with_its_events(system):
    of = system.bring(table(row(1), closed(2)))
    assert counts(of) == {"recorded": 2} and of.standing == "done", reasons(of)
    case = Case.objects.get(number="（2019）示0102民初2号")
    assert (case.filed_on, case.closed_on, case.outcome, case.amount_fen) == (
        date(2019, 3, 1), date(2019, 6, 3), "judgment", 1_234_560
    )  # fmt: skip
    assert (case.type, case.branch, case.instance, case.source) == ("0301", "civil", "first", "old_system")
    assert [party.name for party in case.parties.all()] == ["马晓燕2", "示范建材有限公司", "万俟远"]
    assert [party.kind for party in case.parties.all()] == ["person", "organisation", "person"]


def test_the_same_file_twice_adds_nothing(system):
    contents = table(*(closed(serial) for serial in range(1, 6)))
    system.bring(contents)
    before = Event.objects.count()
    again = system.bring(contents)
    assert counts(again) == {"same": 5} and Event.objects.count() == before


def test_a_file_that_contradicts_itself_changes_nothing_however_often_it_comes(system):
    contents = table(row(1), row(2), row(1, 案由="借款合同纠纷"))
    assert counts(system.bring(contents)) == {"recorded": 2, "quarantined": 1}
    before = Event.objects.count()
    for _ in range(3):
        assert counts(system.bring(contents)) == {"same": 2, "quarantined": 1}
    assert Event.objects.count() == before
    assert Case.objects.get(number__endswith="初1号").cause_name == "买卖合同纠纷"


def test_a_changed_row_becomes_a_correction_and_what_is_new_is_appended(system):
    system.bring(table(row(1), closed(2)))
    again = system.bring(table(closed(1, 案由="借款合同纠纷"), closed(2, 结案日期="2019-06-04")))
    assert counts(again) == {"corrected": 2}, reasons(again)
    first, second = Case.objects.order_by("number")
    assert (first.cause_name, first.stage) == ("借款合同纠纷", "closed") and second.closed_on == date(
        2019, 6, 4
    )
    kinds = [past.kind for past in ledger.happenings(first.pk)]
    assert kinds == ["case.docketed", "correction.recorded", "case.closed"]


def test_a_whole_life_moved_by_a_month_is_corrected_in_the_order_that_holds(system):
    system.bring(table(closed(1, 立案日期="2019-03-01", 结案日期="2019-03-20")))
    again = system.bring(table(closed(1, 立案日期="2019-04-01", 结案日期="2019-04-20")))
    assert counts(again) == {"corrected": 1}, reasons(again)
    case = Case.objects.get()
    assert (case.filed_on, case.closed_on) == (date(2019, 4, 1), date(2019, 4, 20))


def test_a_closing_that_the_source_takes_back_is_withdrawn(system):
    system.bring(table(closed(1)))
    assert counts(system.bring(table(row(1)))) == {"corrected": 1}
    case = Case.objects.get()
    assert case.stage == "pending" and fold(ledger.happenings(case.pk)).withdrawn == {2}


def test_what_was_recorded_here_survives_a_correction_of_the_source(system, province):
    system.bring(table(row(1)))
    case = Case.objects.get()
    from tests.cast import moment
    from xiezhi.record.recorders import Feed

    ledger.append(
        case.pk,
        "note.recorded",
        {"text": "本地"},
        occurred_on=date(2019, 5, 1),
        by=Feed("here"),
        at=moment(date(2019, 5, 1)),
    )
    system.bring(table(row(1, 案由="借款合同纠纷")))
    assert "note.recorded" in [past.kind for past in ledger.happenings(case.pk)]
    assert Case.objects.get().cause_name == "借款合同纠纷"


def test_a_row_that_vanished_is_reported_only(system):
    system.bring(table(row(1), row(2), row(3)))
    again = system.bring(table(row(1)))
    assert again.vanished == 2 and Case.objects.count() == 3


def test_bad_rows_stay_out_with_every_reason_and_the_good_ones_go_in(system, province):
    docketed(province.river, number="（2019）示0102民初9号")
    of = system.bring(table(
        row(1), row(2, 法院="无此法院"), row(3, 立案日期="昨天"), closed(4, 结案日期="2019-02-01"), row(5, 标的额="很多"), row(6, 案由=""),
        row(1, 案由="另一案由"), row(9), closed(10, 结案方式="不知道"), row(11, 立案日期="2031-01-01"), row(12, 案由="长" * 200), row(13, 案号="没有案号"),
    ))  # fmt: skip
    assert counts(of) == {"recorded": 1, "quarantined": 11}
    told = reasons(of)
    assert "no court" in told[3] and "not a day" in told[4] and "before it was docketed" in told[5]
    assert "not an amount" in told[6] and "the cause is missing" in told[7] and "told otherwise" in told[8]
    assert "already" in told[9] and "no value of ours" in told[10] and "has not come yet" in told[11]
    assert "more than 160" in told[12] and "case number" in told[13]


def test_a_repaired_row_is_recorded_when_the_import_runs_again(system):
    of = system.bring(table(row(1), row(2, 立案日期="昨天")))
    assert queries.quarantined_cells(of.pk, 3, by=None)["立案日期"] == "昨天"
    actions.repair(of.pk, 3, {"立案日期": "2019-03-02"}, by=None)
    assert counts(of) == {"recorded": 1, "repaired": 1}
    actions.rerun(of.pk, by=None, at=system.at)
    system.work(of)
    assert counts(of) == {"recorded": 2} and Case.objects.count() == 2
    with pytest.raises(NotThere):
        queries.quarantined_cells(of.pk, 3, by=None)


def test_a_repair_that_repairs_nothing_goes_back_to_quarantine_with_its_cells(system):
    of = system.bring(table(row(2, 立案日期="昨天")))
    actions.repair(of.pk, 2, {"立案日期": "前天"}, by=None)
    actions.rerun(of.pk, by=None, at=system.at)
    system.work(of)
    assert (
        counts(of) == {"quarantined": 1}
        and queries.quarantined_cells(of.pk, 2, by=None)["立案日期"] == "前天"
    )


def test_with_another_mapping_all_that_is_in_quarantine_runs_again(system):
    of = system.bring(table(closed(1, 结案方式="结掉了"), closed(2)))
    assert counts(of) == {"recorded": 1, "quarantined": 1}
    rules = tuple(
        rule.model_copy(update={"codes": {"结掉了": "judgment"}}) if rule.field == "outcome" else rule
        for rule in PLAIN.rules
    )
    saved = actions.save_mapping(
        system.code, PLAIN.model_copy(update={"rules": rules}), by=None, at=system.at
    )
    assert saved.version == 2
    actions.rerun(of.pk, by=None, at=system.at, mapping=saved.pk, every=True)
    system.work(of)
    assert counts(of) == {"recorded": 2}


def test_the_result_file_has_every_row(system):
    of = system.bring(table(row(1), row(2, 立案日期="=昨天")))
    target = io.BytesIO()
    result_file(of.pk, "csv", target, by=None)
    lines = target.getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 3 and lines[1].startswith("2,") and "（2019）示0102民初1号" in lines[1]
    target = io.BytesIO()
    result_file(of.pk, "xlsx", target, by=None)
    assert target.getvalue().startswith(b"PK")


def test_only_who_keeps_the_management_data_imports_and_for_his_court_and_below_only(province, desk_of):
    for member in (
        province.river.judge,
        province.river.president,
        province.river.clerk,
        province.river.system_administrator,
    ):
        assert not policy.may_import(member.looks())
        with pytest.raises(Refused):
            desk_of(member.looks())
    desk = desk_of(province.river.trial_management.looks())
    other = row(2, 案号="（2019）示0103民初2号", 法院="河西市望山区人民法院")
    of = desk.bring(table(row(1), other))
    assert counts(of) == {"recorded": 1, "quarantined": 1} and "may import for" in reasons(of)[3]
    above = desk_of(province.middle.trial_management.looks())
    assert counts(above.bring(table(other))) == {"recorded": 1}


def test_a_foreign_import_is_not_there(province, desk_of):
    of = desk_of(province.hill.trial_management.looks()).receive(table(row(1)))
    stranger = province.river.trial_management.looks()
    assert of not in policy.imports_for(stranger) and of in policy.imports_for(
        province.middle.trial_management.looks()
    )
    for ask in (
        lambda: queries.preview(of.pk, by=stranger),
        lambda: queries.outcomes(of.pk, by=stranger),
        lambda: actions.rerun(of.pk, by=stranger, at=of.received_at),
        lambda: result_file(of.pk, "csv", io.BytesIO(), by=stranger),
    ):
        with pytest.raises(NotThere):
            ask()


def test_duplicates_within_a_file_are_the_same_or_told(system):
    of = system.bring(table(row(1), row(1), row(2), row(2, 案由="另一案由")))
    assert counts(of) == {"recorded": 2, "same": 1, "quarantined": 1}


def test_columns_that_the_mapping_names_must_be_there(system):
    from xiezhi.record.errors import InputError

    of = system.receive(table(["1"], columns=["别的"]))
    with pytest.raises(InputError, match="没有列"):
        system.start(of)


__all__ = ["COLUMNS", "Desk"]
