"""Real files of other countries and real judgments, where they are at hand. Contents of judgments are never shown."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.record.intake.conftest import Desk, counts, reasons, rule_of
from xiezhi.record.intake import queries
from xiezhi.record.intake.mapping.guessing import guess
from xiezhi.record.intake.mapping.values import Mapping, Rule, Turn
from xiezhi.record.intake.models import ImportRow
from xiezhi.record.models import Case, CaseDocument, Court
from xiezhi.work.deadlines.models import Deadline

DATA = Path(__file__).parents[4] / "shared" / "data"
JUDGMENTS = DATA / "judgments" / "judgments-dev.jsonl.gz"
FINES = DATA / "docket-real" / "it-traffic-fines-events.csv.gz"
BUSINESS = DATA / "docket-real" / "br-tjsp-first-degree.csv.gz"
APPEALS = DATA / "docket-real" / "br-tjsp-consumer-appeals.csv.gz"
FILINGS = DATA / "docket-real" / "br-tjmg-datajud-filings.csv.gz"

here = pytest.mark.skipif(not DATA.exists(), reason="the shared data are not here")

OF_JUDGMENTS = Mapping(
    shape="judgments", outside_courts=True,
    rules=(Rule(field="external_id", columns=("doc_id",)), Rule(field="text", columns=("text",))),
)  # fmt: skip
ABROAD = (
    Rule(field="branch", constant="administrative"), Rule(field="instance", constant="first"), Rule(field="type", constant="0411"),
    Rule(field="court_level", constant="other"),
)  # fmt: skip
OF_FINES = Mapping(
    shape="events", foreign_numbers=True, outside_courts=True, carried=("amount",),
    rules=(
        Rule(field="external_id", columns=("case_id",)), Rule(field="activity", columns=("activity",)),
        Rule(field="happened_on", columns=("timestamp",)), Rule(field="court", constant="Prefettura"),
        Rule(field="cause", constant="Road traffic fine"), *ABROAD,
    ),
    turns=(
        Turn(activity="Create Fine", event="case.docketed"),
        Turn(activity="Payment", event="case.closed", when="[totalpaymentamount] >= [amount]", data={"outcome": "completed", "way": "served"}),
        Turn(activity="Send for Credit Collection", event="case.closed", data={"outcome": "transferred", "way": "served"}),
        Turn(activity="Receive Result Appeal from Prefecture", event="note.recorded"),
    ),
)  # fmt: skip


@here
@pytest.mark.django_db
def test_most_real_judgments_become_cases_and_no_row_is_lost(province):
    system = Desk(None)
    of = system.bring(JUDGMENTS.read_bytes(), OF_JUDGMENTS, "judgments.jsonl.gz")
    found = counts(of)
    print("\njudgments:", found)
    told = Counter(
        reason["en"].split(":")[0][:60]
        for row in ImportRow.objects.filter(of=of, standing="quarantined")
        for reason in row.reasons
    )
    print("quarantined for:", dict(told))
    print("closed:", Case.objects.exclude(closed_on=None).count(), "with a limit:", Deadline.objects.values("case").distinct().count(),
          "courts:", Court.objects.filter(source="outside").count(), "pending:", Case.objects.filter(closed_on=None).count())  # fmt: skip
    assert sum(found.values()) == 579 and found["recorded"] >= 480
    assert CaseDocument.objects.count() == found["recorded"]
    again = system.bring(JUDGMENTS.read_bytes(), OF_JUDGMENTS, "judgments.jsonl.gz")
    assert counts(again).get("recorded", 0) == 0 and counts(again)["same"] == found["recorded"]


@here
@pytest.mark.django_db
def test_an_event_log_becomes_cases_with_their_events(province):
    of = Desk(None).bring(FINES.read_bytes(), OF_FINES, "fines.csv.gz")
    found = counts(of)
    print(
        "\nfines:",
        found,
        "cases:",
        Case.objects.count(),
        "closed:",
        Case.objects.exclude(closed_on=None).count(),
        list(reasons(of).items())[:3],
    )
    assert sum(found.values()) == 24_316
    assert Case.objects.count() >= 6_900 and found["recorded"] >= 24_000


@here
@pytest.mark.django_db
def test_a_foreign_docket_is_mapped_by_words_constants_and_a_decimal_comma(province):
    mapping = Mapping(
        foreign_numbers=True, outside_courts=True, order="dmy",
        rules=(
            Rule(field="number", columns=("id_processo",)), Rule(field="court", columns=("foro",)),
            Rule(field="cause", columns=("classe", "assunto"), join=" – "),
            Rule(field="filed_on", columns=("distribuicao",), before=" às"), Rule(field="amount", columns=("valor_da_acao",), decimal=","),
            Rule(field="note", columns=("status",)), Rule(field="branch", constant="civil"), Rule(field="instance", constant="first"),
            Rule(field="type", constant="0301"), Rule(field="court_level", constant="other"),
        ),
    )  # fmt: skip
    of = Desk(None).bring(BUSINESS.read_bytes(), mapping, "tjsp.csv.gz")
    found = counts(of)
    told = Counter(reasons(of).values())
    print("\ntjsp:", found, told.most_common(6))
    assert sum(found.values()) == 337 and found["recorded"] + found["quarantined"] == 337


@here
@pytest.mark.django_db
def test_a_filing_day_is_reckoned_from_the_decision_and_its_duration(province):
    mapping = Mapping(
        foreign_numbers=True, outside_courts=True,
        rules=(
            Rule(field="number", columns=("id_processo",)), Rule(field="court", columns=("comarca",)), Rule(field="cause", columns=("assunto",)),
            Rule(field="closed_on", columns=("dec_date",)), Rule(field="filed_on", expression="closed_on - [tempo] days"),
            Rule(field="outcome", columns=("dec_val",), codes={"Não reformou": "affirmed", "Reformou": "modified", "Parcial": "modified"}, default="other"),
            Rule(field="closing_way", constant="pronounced"), Rule(field="branch", constant="civil"), Rule(field="instance", constant="second"),
            Rule(field="type", constant="0302"), Rule(field="court_level", constant="other"), Rule(field="amount", columns=("valor",)),
        ),
    )  # fmt: skip
    of = Desk(None).bring(APPEALS.read_bytes(), mapping, "appeals.csv.gz")
    print("\nappeals:", counts(of), Counter(reasons(of).values()).most_common(6))
    assert sum(counts(of).values()) == 706
    case = Case.objects.get(number="10768308320208260100")
    assert (case.closed_on, case.filed_on) == (date(2021, 12, 15), date(2021, 6, 7))


@here
@pytest.mark.django_db
def test_the_guess_for_foreign_files_is_sensible(province):
    system = Desk(None)
    seen = queries.preview(system.receive(FINES.read_bytes(), "fines.csv.gz").pk, by=None)
    assert seen.guess.mapping.shape == "events" and seen.kind == "csv"
    assert rule_of(seen.guess.mapping, "happened_on").columns == ("timestamp",)
    seen = queries.preview(system.receive(BUSINESS.read_bytes(), "tjsp.csv.gz").pk, by=None)
    filed = rule_of(seen.guess.mapping, "filed_on")
    assert (
        filed.columns == ("distribuicao",)
        and seen.guess.mapping.order == "dmy"
        and rule_of(seen.guess.mapping, "amount").decimal == ","
    )
    seen = queries.preview(system.receive(JUDGMENTS.read_bytes(), "j.jsonl.gz").pk, by=None)
    assert seen.guess.mapping.shape == "judgments" and seen.guess.mapping.outside_courts
    assert guess([], []).mapping.rules == ()
