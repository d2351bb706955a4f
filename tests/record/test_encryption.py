"""What may harm somebody lies encrypted, and can be forgotten by order while the chain stays whole."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection

from tests.cast import DOCKETING, PLAINTIFF, docketed
from xiezhi.record import ledger
from xiezhi.record.encryption import lock, lock_together, master_key, unlock, unlock_together
from xiezhi.record.errors import InputError
from xiezhi.record.keeping import place_once
from xiezhi.record.logs import LOGS
from xiezhi.record.models import Case, CaseParty, CasePast, Event, Payload
from xiezhi.record.state import fold

IDENTITY, PHONE, ADDRESS = "620102199001011234", "19900001234", "临川区示范路一号院"
SENSITIVE = {"identity_number": IDENTITY, "phone": PHONE, "address": ADDRESS}
ORDER: dict[str, Any] = {"order": "（2019）示封1号", "ground": "未成年人犯罪记录封存"}


def database_as_text():
    """Every value of every table, as one text; bytes as they lie there."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        texts = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                texts += [bytes(value).decode("utf-8", "replace") if isinstance(value, memoryview | bytes) else str(value) for value in row]  # fmt: skip
    return "\n".join(texts)


def with_secrets(province, **changes):
    plaintiff = {**PLAINTIFF, "sensitive": SENSITIVE}
    return docketed(province.river, parties=[plaintiff, DOCKETING["parties"][1]], **changes)


def test_sensitive_fields_stand_nowhere_in_clear(province):
    story = with_secrets(province)
    story.on(3, 9, "party.joined", party={"no": 3, "role": "third_party", "kind": "person", "name": "丹增", "sensitive": {"phone": "13900009999"}})  # fmt: skip
    text = database_as_text()
    assert "马晓燕" in text  # the dump does show what is kept in clear
    for secret in (IDENTITY, PHONE, ADDRESS, "13900009999"):
        assert secret not in text
    party = CaseParty.objects.get(case=story.case, no=1)
    assert json.loads(unlock_together(bytes(party.sensitive or b""))) == SENSITIVE


def test_the_words_of_events_stand_nowhere_in_clear(province):
    docketed(province.river).on(3, 9, "note.recorded", text="合议庭拟驳回诉讼请求")
    assert "拟驳回" not in database_as_text()


def test_destroyed_words_are_gone_and_event_and_chain_stay(province, rows):
    story = docketed(province.river).on(3, 9, "note.recorded", text="曾有前科")
    before = list(Event.objects.order_by("seq").values_list("id", "hash", "payload_hash"))
    story.on(9, 1, "payload.destroyed", seqs=[2], by=province.river.archives, **ORDER)
    assert list(Event.objects.order_by("seq").values_list("id", "hash", "payload_hash"))[:2] == before
    assert rows(f"SELECT count(*) FROM record_event WHERE hash = {LOGS['events'].leaf}") == [(3,)]
    emptied = Payload.objects.get(event__seq=2)
    assert (emptied.key, emptied.cipher) == (None, None)
    assert [happening.data for happening in ledger.happenings(story.case)][1] == {}
    assert Event.objects.get(seq=3).officer_id == province.river.archives.officer.id


def test_destroying_the_docketing_takes_names_out_of_every_table(province):
    story = with_secrets(province, amount_fen=77_123_456).assigned(province.river.judge)
    assert CasePast.objects.get(case=story.case).parties_label
    story.on(9, 1, "payload.destroyed", seqs=[1], **ORDER)
    text = database_as_text()
    for word in ("马晓燕", "示范建材", "晓燕", "买卖合同", "77123456", "示0102民初1号"):
        assert word not in text
    case = story.row
    assert (case.filed_on, case.stage, case.reporting_judge_id) == (
        story.state.filed_on,
        "pending",
        province.river.judge.officer.id,
    )
    assert fold(ledger.happenings(case.id)).parties == ()
    story.closed(9, 2)  # life goes on


def test_destroying_a_party_who_left_takes_his_name_out_of_the_past(province):
    story = docketed(province.river)
    story.on(3, 9, "party.joined", party={"no": 3, "role": "plaintiff", "kind": "person", "name": "才让卓玛"})
    story.on(4, 9, "party.left", party_no=3, reason="撤回")
    story.on(9, 1, "payload.destroyed", seqs=[2], **ORDER)
    assert "卓玛" not in database_as_text()


def test_destroying_a_note_leaves_the_docket_as_it_was_known_alone(province):
    story = docketed(province.river).assigned(province.river.judge).on(3, 9, "note.recorded", text="曾有前科")
    story.on(9, 1, "payload.destroyed", seqs=[3], **ORDER)
    assert CasePast.objects.get(case=story.case).parties_label == "马晓燕|示范建材有限公司"


@pytest.mark.parametrize("seqs", [[3], [9], [2, 2], [2, 9]])
def test_only_what_is_there_can_be_destroyed(province, seqs):
    story = docketed(province.river).on(3, 9, "note.recorded", text="曾有前科")
    if seqs == [2, 2]:
        story.on(9, 1, "payload.destroyed", seqs=[2], **ORDER)
    with pytest.raises(InputError):
        story.on(9, 1, "payload.destroyed", seqs=seqs, **ORDER)


def test_what_was_destroyed_cannot_be_brought_back_by_a_correction(province):
    story = docketed(province.river).on(3, 9, "note.recorded", text="曾有前科")
    story.on(9, 1, "payload.destroyed", seqs=[2], **ORDER)
    with pytest.raises(InputError):
        story.on(9, 2, "correction.recorded", corrects=3, action="withdraw", reason="误销毁")


def test_equal_words_never_give_equal_bytes():
    assert lock_together(b"same") != lock_together(b"same")
    assert unlock_together(lock_together(b"same")) == b"same"


def test_a_changed_cipher_or_key_opens_nothing():
    salt, cipher = lock("机密".encode())
    for broken in (
        (salt[:-1] + bytes([salt[-1] ^ 1]), cipher),
        (salt, cipher[:-1] + bytes([cipher[-1] ^ 1])),
    ):
        with pytest.raises(InvalidTag):
            unlock(*broken)


def test_a_protected_case_is_not_found_by_its_parties(province):
    story = docketed(province.river, secrecy="protected")
    assert "晓燕" not in str(Case.objects.values_list("search", flat=True).get(pk=story.case))


def test_processes_that_start_at_once_share_one_whole_key(tmp_path):
    path = tmp_path / "keys" / "secret"
    with ThreadPoolExecutor(8) as pool:
        kept = set(pool.map(lambda number: place_once(path, bytes([number]) * 32), range(40)))
    assert kept == {path.read_bytes()}
    assert [file.name for file in path.parent.iterdir()] == ["secret"]
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_damaged_master_key_encrypts_nothing(tmp_path, length):
    (tmp_path / "master-1.key").write_bytes(bytes(length))
    with pytest.raises(InputError, match="主密钥"):
        master_key(tmp_path)
