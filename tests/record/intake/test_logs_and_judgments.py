"""Event logs and full texts, on invented files: cases out of many rows, cases out of prose, courts outside the province."""

import json
from datetime import date

import pytest

from tests.record.intake.conftest import Desk, counts, reasons, row, table
from xiezhi.demo.judgments import invented_judgments
from xiezhi.record import ledger
from xiezhi.record.errors import InputError
from xiezhi.record.intake import actions, queries
from xiezhi.record.intake.mapping.values import Mapping, Rule, Turn
from xiezhi.record.models import Case, CaseDocument, Court
from xiezhi.work.deadlines.models import Deadline

LOG = Mapping(
    shape="events",
    foreign_numbers=True,
    outside_courts=True,
    carried=("应付",),
    rules=(
        Rule(field="external_id", columns=("案件",)),
        Rule(field="activity", columns=("活动",)),
        Rule(field="happened_on", columns=("日期",)),
        Rule(field="court", constant="某地法院"),
        Rule(field="cause", constant="罚款"),
        Rule(field="type", constant="0411"),
        Rule(field="branch", constant="administrative"),
        Rule(field="instance", constant="first"),
    ),
    turns=(
        Turn(activity="立案", event="case.docketed"),
        Turn(
            activity="付款",
            event="case.closed",
            when="[已付] >= [应付]",
            data={"outcome": "completed", "way": "served"},
        ),
        Turn(activity="中止", event="suspension.ordered", data={"ground": "other_case"}),
        Turn(activity="恢复", event="suspension.ended"),
    ),
)
NAMES = ("案件", "活动", "日期", "应付", "已付")
OF_TEXTS = Mapping(
    shape="judgments",
    outside_courts=True,
    rules=(Rule(field="external_id", columns=("doc_id",)), Rule(field="text", columns=("text",))),
)


def log(*rows: list[str]) -> str:
    return table(*rows, columns=NAMES)


def kinds(number: str) -> list[str]:
    return [past.kind for past in ledger.happenings(Case.objects.get(number=number).pk)]


def test_rows_of_a_log_in_any_order_make_one_case_each(system):
    of = system.bring(
        log(
            ["甲", "付款", "2019-05-01", "", "50"],
            ["乙", "立案", "2019-03-02", "10", ""],
            ["甲", "立案", "2019-03-01", "100", ""],
            ["甲", "付款", "2019-06-01", "", "100"],
            ["甲", "中止", "2019-04-01", "", ""],
            ["甲", "恢复", "2019-04-10", "", ""],
            ["甲", "催告", "2019-04-20", "", ""],
            ["甲", "付款", "2019-07-01", "", "120"],
        ),
        LOG,
    )
    assert counts(of) == {"recorded": 8}, reasons(of)
    assert kinds("甲") == [
        "case.docketed",
        "suspension.ordered",
        "suspension.ended",
        "note.recorded",
        "note.recorded",
        "case.closed",
        "note.recorded",
    ]
    assert Case.objects.get(number="甲").closed_on == date(2019, 6, 1) and kinds("乙") == ["case.docketed"]


def test_a_fault_in_one_row_keeps_the_whole_case_back_until_it_is_repaired(system):
    of = system.bring(
        log(
            ["甲", "立案", "2019-03-01", "100", ""],
            ["甲", "付款", "某日", "", "100"],
            ["乙", "立案", "2019-03-02", "", ""],
            ["", "立案", "2019-03-02", "", ""],
        ),
        LOG,
    )
    assert counts(of) == {"quarantined": 3, "recorded": 1}
    actions.repair(of.pk, 3, {"日期": "2019-06-01"}, by=None)
    actions.rerun(of.pk, by=None, at=system.at)
    system.work(of)
    assert counts(of) == {"recorded": 3, "quarantined": 1} and Case.objects.get(
        number="甲"
    ).closed_on == date(2019, 6, 1)


def test_a_log_that_grew_brings_the_new_events_only(system):
    begun = [["甲", "立案", "2019-03-01", "100", ""]]
    system.bring(log(*begun), LOG)
    again = system.bring(log(*begun, ["甲", "付款", "2019-06-01", "", "100"]), LOG)
    assert counts(again) == {"corrected": 2} and kinds("甲") == ["case.docketed", "case.closed"]


def test_a_case_without_docketing_in_the_log_is_told(system):
    of = system.bring(log(["甲", "付款", "2019-06-01", "", "100"]), LOG)
    assert counts(of) == {"quarantined": 1} and "no activity of docketing" in reasons(of)[2]


def test_an_outside_court_is_entered_once_and_marked(system):
    system.bring(log(["甲", "立案", "2019-03-01", "", ""], ["乙", "立案", "2019-03-01", "", ""]), LOG)
    court = Court.objects.get(source="outside")
    assert (court.name, court.level, court.parent) == ("某地法院", "basic", None)
    assert court.place > max(Court.objects.exclude(pk=court.pk).values_list("place", flat=True))


def test_a_basic_court_enters_no_outside_courts(province, desk_of):
    of = desk_of(province.river.trial_management.looks()).bring(
        log(["甲", "立案", "2019-03-01", "", ""]), LOG
    )
    assert (
        counts(of) == {"quarantined": 1}
        and "no court" in reasons(of)[2]
        and not Court.objects.filter(source="outside").exists()
    )
    above = desk_of(province.high.trial_management.looks()).bring(
        log(["甲", "立案", "2019-03-01", "", ""]), LOG
    )
    assert counts(above) == {"recorded": 1}


def test_texts_become_cases_with_their_paper(system):
    documents = list(invented_judgments())
    contents = "\n".join(json.dumps(document, ensure_ascii=False) for document in documents)
    of = system.bring(contents, OF_TEXTS, "judgments.jsonl")
    found = counts(of)
    assert sum(found.values()) == len(documents) and found["recorded"] * 2 > len(documents), reasons(of)
    assert CaseDocument.objects.count() == found["recorded"] and Case.objects.exclude(closed_on=None).exists()
    assert counts(system.bring(contents, OF_TEXTS, "judgments.jsonl"))["same"] == found["recorded"]


def text(*sentences: str) -> str:
    document = "\n".join(
        [
            "某县人民法院",
            "刑事判决书",
            "（2019）示9901刑初7号",
            "公诉机关某县人民检察院。",
            "被告人甲某，男。",
            *sentences,
        ]
    )
    return json.dumps({"doc_id": "d1", "text": document}, ensure_ascii=False)


def test_a_text_without_any_day_is_kept_back_with_the_reason(system):
    of = system.bring(text("本院依法组成合议庭，公开开庭审理了本案。现已审理终结。"), OF_TEXTS, "j.jsonl")
    assert counts(of) == {"quarantined": 1} and "no day of docketing" in reasons(of)[1]


def test_a_text_that_tells_a_hearing_only_is_docketed_on_that_day_without_a_limit(system):
    of = system.bring(
        text("被告人甲某犯盗窃罪一案，本院于2019年5月6日公开开庭审理了本案。现已审理终结。"),
        OF_TEXTS,
        "j.jsonl",
    )
    assert counts(of) == {"recorded": 1} and "earliest day" in reasons(of)[1]
    case = Case.objects.get()
    assert (case.filed_on, case.procedure) == (date(2019, 5, 6), "") and not Deadline.objects.filter(
        case=case, kind="trial"
    ).exists()


def test_a_trial_of_a_mapping_writes_nothing_at_all(system, storage):
    of = system.receive(text("被告人甲某犯盗窃罪一案，本院于2019年5月6日公开开庭审理了本案。"), "j.jsonl")
    courts, files = Court.objects.count(), len(list(storage.rglob("*")))
    tried = queries.check(of.pk, OF_TEXTS, by=None, on=date(2019, 12, 1))
    assert (tried.rows, tried.good) == (1, 1), tried.faults
    assert (Court.objects.count(), Case.objects.count(), len(list(storage.rglob("*")))) == (courts, 0, files)


def test_a_trial_tells_faults_by_column_with_counts_lines_and_unmapped_values(system):
    rows = [row(serial, 立案日期="昨天") for serial in (1, 2)] + [
        row(3, 结案日期="2019/6/3", 结案方式="结掉"),
        row(4, 立案日期="2019/3/1"),
    ]
    of = system.receive(table(*rows))
    from tests.record.intake.conftest import PLAIN

    tried = queries.check(of.pk, PLAIN, by=None, on=date(2019, 12, 1))
    assert (tried.rows, tried.good) == (4, 1)
    worst = tried.faults[0]
    assert (worst.field, worst.count, worst.lines) == ("立案日期", 2, (2, 3))
    assert [(unmapped.value, times) for unmapped, times in tried.unmapped] == [("结掉", 1)]
    assert any("several ways" in en for _, en in tried.notes)


def test_a_log_whose_turns_cannot_be_meant_is_refused(system):
    of = system.receive(log(["甲", "立案", "2019-03-01", "", ""]))
    for turn in (
        Turn(activity="x", event="no.event"),
        Turn(activity="x", event="case.closed", when="import os"),
    ):
        with pytest.raises(InputError):
            actions.save_mapping(
                system.code, LOG.model_copy(update={"turns": (turn,)}), by=None, at=system.at
            )
    assert queries.counts(of) == {}


__all__ = ["Desk"]
