"""What holds for every text: parts in order, no guessing, no crash, no waiting."""

import gzip
import json
import time
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.rules.errors import InputError
from xiezhi.rules.text import Span, read_judgment
from xiezhi.rules.text.event import Event

HERE = Path(__file__).parent
SHARED = HERE.parents[3] / "shared" / "data" / "judgments"
CRIMINAL_TYPES = {
    "延期审理", "建议延期审理", "中止审理", "恢复审理", "延长审限", "补充侦查", "发回重审", "抗诉", "撤回抗诉",
    "追加起诉", "变更起诉", "附带民事调解", "附带民事撤诉", "合并审理", "指定管辖",
}  # fmt: skip
DECIDING = [
    "case_no", "court", "court_level", "document_type", "trial_level", "procedure_stated", "prosecuted_date",
    "accepted_date", "hearing_dates", "decision_date", "panel_type", "presiding_judge", "charges_convicted",
    "elapsed_days_gross",
]  # fmt: skip


def invented(name: str) -> str:
    return str(tomllib.loads((HERE / "documents" / f"{name}.toml").read_text(encoding="utf-8"))["text"])


def test_the_parts_follow_one_another_and_cover_the_text() -> None:
    text = invented("criminal_first_simplified")
    document = read_judgment(text).document
    parts = (document.heading, document.parties, document.procedure, document.facts, document.reasoning)
    spans = [span for span in (*parts, document.result, document.signatures, document.appendix) if span]
    assert all(earlier.end <= later.start for earlier, later in pairwise(spans))
    assert (spans[0].start, spans[-1].end) == (0, len(text))
    assert document.parties.of(text).startswith("公诉机关")
    assert document.procedure.of(text).endswith("现已审理终结。")
    assert document.reasoning
    assert document.reasoning.of(text).startswith("本院认为")
    assert document.signatures
    assert document.signatures.of(text).startswith("审判员")


def test_the_record_has_the_fields_of_the_truth_in_their_order() -> None:
    record = read_judgment(invented("criminal_appeal"), "a-1", source="mine").as_record()
    assert list(record)[:4] == ["doc_id", "source", "case_no", "other_case_nos"]
    assert list(record)[-3:] == ["prior_decisions", "anomalies", "elapsed_note"]
    assert (record["doc_id"], record["source"], len(record)) == ("a-1", "mine", 33)
    civil = read_judgment(invented("civil_small_claims")).as_record()
    assert list(civil) == [*record, "cause"]


def test_an_excerpt_has_no_result_and_no_signatures() -> None:
    judgment = read_judgment(invented("criminal_excerpt"))
    assert judgment.document.result is None
    assert judgment.charges_convicted is None
    assert judgment.as_record()["judges"] is None


def test_a_criminal_document_uses_the_closed_list_of_events() -> None:
    for path in (HERE / "documents").glob("criminal_*.toml"):
        events: list[Event] = read_judgment(invented(path.stem)).time_events
        assert {event.type for event in events} <= CRIMINAL_TYPES


def test_contradictions_are_reported_and_not_repaired() -> None:
    text = invented("criminal_first_simplified").replace("二O一九年一月三十一日", "二O一八年一月三十一日")
    judgment = read_judgment(text)
    assert judgment.as_record()["decision_date"] == "2018-01-31"
    assert "decision date is earlier than a hearing date" in judgment.anomalies
    assert "decision date is earlier than the prosecution date" in judgment.anomalies


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(InputError):
        read_judgment(None)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\x00\x01\ufffd", "号", "（2019）", "判决如下：", "审判长", "二〇一九年"]
)
def test_scraps_give_an_empty_reading(text: str) -> None:
    judgment = read_judgment(text)
    assert judgment.case_no is None
    assert judgment.hearing_dates == []


_WORDS = st.sampled_from(
    [
        "人民法院", "检察院", "刑事判决书", "（2019）示01刑初1号", "本院", "于", "2019年1月1日", "同日", "同月", "立案", "开庭",
        "审理", "犯", "罪", "、", "，", "。", "（", "）", "附带民事", "撤诉", "判决如下：", "审判长", "书记员", "被告人", "指控",
        "起诉书", "提起公诉", "延期审理", "建议", "中止", "恢复", "发回重审", "抗诉", "与", "前罪", "甲某", "一案", "终结", "×",
        "年", "月", "日",
    ]
)  # fmt: skip


@given(st.lists(_WORDS, max_size=60).map("".join))
def test_any_jumble_of_court_words_is_read_without_a_crash(text: str) -> None:
    record = read_judgment(text).as_record()
    json.dumps(record, ensure_ascii=False)
    assert record["doc_id"] is None


@given(st.text(max_size=300))
def test_any_string_is_read_without_a_crash(text: str) -> None:
    document = read_judgment(text).document
    assert isinstance(document.heading, Span)


@pytest.mark.parametrize(
    "piece",
    [
        "（",
        "）",
        "1",
        "一",
        "二〇一九年",
        "检察院",
        "指控",
        "法院",
        "简易程序",
        "审判员甲乙",
        "判决如下：",
        "，",
        "犯罪",
    ],
)
def test_a_long_row_of_one_thing_does_not_hang(piece: str) -> None:
    started = time.perf_counter()
    read_judgment(piece * (300_000 // len(piece)))
    assert time.perf_counter() - started < 10


def _shared_documents() -> Iterator[dict[str, str]]:
    path = SHARED / "judgments-dev.jsonl.gz"
    if not path.exists():
        pytest.skip("the shared judgments are not here")
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def _same(found: object, expected: object) -> bool:
    return (
        sorted(found) == sorted(expected)
        if isinstance(found, list) and isinstance(expected, list)
        else found == expected
    )


def test_real_judgments_agree_with_their_annotation() -> None:
    documents = {document["doc_id"]: document["text"] for document in _shared_documents()}
    truth = json.loads((SHARED / "truth-dev-30.json").read_text(encoding="utf-8"))
    records = [read_judgment(documents[expected["doc_id"]]).as_record() for expected in truth]
    right = [
        _same(record[field], expected[field])
        for record, expected in zip(records, truth, strict=True)
        for field in DECIDING
    ]
    assert sum(right) / len(right) >= 0.95


def test_every_real_judgment_is_read_with_number_and_court() -> None:
    judgments = [read_judgment(document["text"]) for document in _shared_documents()]
    assert all(judgment.case_no and judgment.court and judgment.trial_level for judgment in judgments)
