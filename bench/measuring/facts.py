"""Invented facts of any number for measurements: seeded, in plausible proportions, one Parquet file or several.

A hundred basic courts of ten prefectures (more with `courts`), five years of filing; each million is made and written by itself, so that
fifty of them need no more memory than one. Appeals and first enforcements name a case of before by dispute and prior case.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from xiezhi.rules.indicators.columns import fact_columns

FIRST, LAST = date(2019, 1, 1), date(2023, 12, 31)
COURTS = 100
A_PART = 1_000_000
A_GROUP = 100_000  # rows that one core reads together, in about the size that snapshots have
_TYPES = {"text": pa.string(), "code": pa.string(), "day": pa.date32(), "flag": pa.bool_(), "whole": pa.int64(),
          "money": pa.decimal128(18, 4), "moment": pa.timestamp("us", tz="UTC")}  # fmt: skip
# What a docket is made of: class, instance, type code, share, median days to close.
KINDS = (
    ("civil", "first", "民初", 0.50, 62),
    ("criminal", "first", "刑初", 0.07, 48),
    ("administrative", "first", "行初", 0.02, 90),
    ("civil", "second", "民终", 0.06, 55),
    ("criminal", "second", "刑终", 0.01, 40),
    ("civil", "retrial_review", "民申", 0.015, 70),
    ("civil", "retrial", "民再", 0.005, 80),
    ("enforcement", "exec_first", "执", 0.21, 95),
    ("enforcement", "exec_resumed", "执恢", 0.03, 60),
    ("enforcement", "exec_preservation", "执保", 0.02, 6),
    ("mediation", "premediation", "诉前调", 0.05, 20),
    ("civil", "confirmation", "诉前调确", 0.01, 5),
)


def write_facts(folder: Path, rows: int, *, courts: int = COURTS, seed: int = 20191016) -> list[Path]:
    """Facts as part-00.parquet, … of a million rows each; what is there already from the same call is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for part in range(-(-rows // A_PART)):
        path = folder / f"part-{part:02}.parquet"
        size = min(A_PART, rows - part * A_PART)
        if not path.exists():
            begun = path.with_suffix(".begun")
            made = facts(size, courts=courts, seed=seed + part, first_number=part * A_PART)
            by_court = made.sort_by([("court_id", "ascending"), ("case_id", "ascending")])  # as snapshots lie
            pq.write_table(by_court, begun, row_group_size=A_GROUP)
            begun.rename(path)
        paths.append(path)
    return paths


def facts(rows: int, *, courts: int = COURTS, seed: int = 20191016, first_number: int = 0) -> pa.Table:
    """So many invented facts with all columns of the handbook."""
    chance = np.random.default_rng(seed)
    made = _Made(rows, chance, courts, first_number)
    columns = made.columns()
    return pa.table({
        name: columns[name].cast(_TYPES[column.kind]) if name in columns else pa.nulls(rows, _TYPES[column.kind])
        for name, column in fact_columns().items()
    })  # fmt: skip


class _Made:
    def __init__(self, rows: int, chance: np.random.Generator, courts: int, first_number: int) -> None:
        self.rows, self.chance = rows, chance
        self.kind = self._one_of(len(KINDS), [share for *_, share, _ in KINDS])
        sizes = chance.lognormal(0, 0.6, courts)
        self.court = self._one_of(courts, sizes)
        days = (LAST - FIRST).days + 1
        self.filed = np.datetime64(FIRST) + np.sort(chance.integers(0, days, rows))
        median = np.array([days for *_, days in KINDS])[self.kind]
        lasted = np.maximum(1, chance.lognormal(np.log(median), 0.7)).astype("int64")
        self.closed = self.filed + lasted
        self.open = self.closed > np.datetime64(LAST)
        self.number = np.arange(first_number, first_number + rows)

    def columns(self) -> dict[str, pa.Array]:
        return self._who() | self._course() | self._limits() | self._outcome() | self._service()

    def _one_of(self, count: int, weights: "list[float] | np.ndarray") -> np.ndarray:
        share = np.asarray(weights, "float64")
        return np.searchsorted(np.cumsum(share / share.sum()), self.chance.random(self.rows)).clip(
            0, count - 1
        )

    def _words(self, place: np.ndarray, words: "list[str | None]") -> pa.Array:
        return pa.DictionaryArray.from_arrays(pa.array(place.astype("int32")), pa.array(words, pa.string()))

    def _chosen(self, words: "list[str | None]", weights: list[float]) -> pa.Array:
        return self._words(self._one_of(len(words), weights), words)

    def _flag(self, share: float) -> pa.Array:
        return pa.array(self.chance.random(self.rows) < share)

    def _ids(self, numbers: np.ndarray, missing: "np.ndarray | None" = None) -> pa.Array:
        return pa.array(np.char.add("c", np.char.zfill(numbers.astype("U9"), 9)), mask=missing)

    def _who(self) -> dict[str, pa.Array]:
        courts = int(self.court.max()) + 1
        names: list[str | None] = [f"K{place // 10:02}{place % 10}" for place in range(courts)]
        prior = self._prior()
        later = np.isin(self.kind, [3, 4, 5, 6, 7, 8])
        return {
            "case_id": self._ids(self.number),
            "dispute_id": self._ids(np.where(later, prior, self.number)),
            "prior_case_id": self._ids(prior, ~later),
            "court_id": self._words(self.court, names),
            "prior_court_id": self._words(np.where(later, self.court, courts), [*names, None]),
            "city_id": self._words(self.court // 10, [f"C{place:02}" for place in range(courts // 10 + 1)]),
            "province_id": self._words(self.court // 100, [f"P{place:02}" for place in range(courts // 100 + 1)]),
            "court_level": self._words(np.isin(self.kind, [3, 4, 5, 6]).astype(int), ["basic", "intermediate"]),
            "judge_id": self._words(self.court * 12 + self.chance.integers(0, 12, self.rows), [f"J{place}" for place in range(courts * 12)]),
            "case_class": self._words(self.kind, [one[0] for one in KINDS]),
            "instance": self._words(self.kind, [one[1] for one in KINDS]),
            "type_code": self._words(self.kind, [one[2] for one in KINDS]),
            "cause_code": self._words(self.chance.integers(0, 200, self.rows), [f"A{place}" for place in range(200)]),
        }  # fmt: skip

    def _prior(self) -> np.ndarray:
        """For every case the number of one that the same court filed some cases before, the first ones their own."""
        by_court = np.argsort(self.court, kind="stable")
        court = self.court[by_court]
        place = np.arange(self.rows)
        first = np.searchsorted(court, court)
        prior = np.empty(self.rows, "int64")
        prior[by_court] = self.number[
            by_court[np.maximum(first, place - self.chance.integers(1, 500, self.rows))]
        ]
        return prior

    def _course(self) -> dict[str, pa.Array]:
        appeal = self.chance.random(self.rows) < 0.1
        lodged = self.closed + self.chance.integers(3, 16, self.rows)
        return {
            "filed_on": pa.array(self.filed),
            "closed_on": pa.array(self.closed, mask=self.open),
            "source": self._chosen(["new", "remanded", "transferred_in", "ordered_retrial"], [96, 1, 2, 1]),
            "filing_channel": self._chosen(["online", "cross_region", "window", "post"], [55, 2, 40, 3]),
            "procedure": self._chosen(["ordinary", "simplified", "small_claims", "fast_track", "special"], [30, 48, 15, 3, 4]),
            "tribunal": self._chosen(["sole", "collegial"], [75, 25]),
            "hearing_held": self._flag(0.7),
            "in_court_pronounced": self._flag(0.4),
            "settings_count": pa.array(self.chance.poisson(1.2, self.rows)),
            "appealable": self._flag(0.9),
            "appeal_lodged_on": pa.array(lodged, mask=self.open | ~appeal),
            "appeal_sent_on": pa.array(lodged + self.chance.integers(10, 60, self.rows), mask=self.open | ~appeal),
        }  # fmt: skip

    def _limits(self) -> dict[str, pa.Array]:
        base = self.filed + self.chance.choice([90, 181, 60, 92], self.rows)
        deducted = base + np.where(
            self.chance.random(self.rows) < 0.15, self.chance.integers(5, 120, self.rows), 0
        )
        extended = self.chance.random(self.rows) < 0.04
        suspended = self.open & (self.chance.random(self.rows) < 0.05)
        without = np.isin(self.kind, [9, 10, 11]) | suspended
        return {
            "deadline_base": pa.array(base, mask=without),
            "deadline_deducted": pa.array(deducted, mask=without),
            "deadline_extended": pa.array(deducted + np.where(extended, 181, 0), mask=without),
            "extended_times": pa.array(extended.astype("int64")),
            "deducted_days": pa.array((deducted - base).astype("int64")),
            "suspended_from": pa.array(self.filed + 20, mask=~suspended),
        }

    def _outcome(self) -> dict[str, pa.Array]:
        trial: list[str | None] = [
            "judgment",
            "mediation",
            "withdrawal",
            "deemed_withdrawal",
            "ruling",
            "dismissed_ruling",
            "merged",
            "transferred",
        ]
        enforced: list[str | None] = [
            "completed",
            "terminated_this_time",
            "terminated",
            "cancelled",
            "not_enforced",
            "rejected",
        ]
        words = [*trial, *enforced, "success", "failed", "confirmed", None]
        kind = self._one_of(8, [48, 20, 18, 4, 4, 3, 1, 2])
        kind = np.where(np.isin(self.kind, [7, 8, 9]), 8 + self._one_of(6, [40, 35, 20, 2, 1, 2]), kind)
        kind = np.where(self.kind == 10, 14 + self._one_of(2, [45, 55]), kind)
        kind = np.where(self.kind == 11, 16, kind)
        reviewed = np.isin(self.kind, [3, 4, 6]) & ~self.open
        claim = self.chance.lognormal(10.5, 1.2, self.rows).round(2)
        return {
            "closed_kind": self._words(np.where(self.open, 17, kind), words),
            "outcome_on_prior": self._words(
                np.where(reviewed, self._one_of(5, [75, 12, 5, 1, 7]), 5),
                ["affirmed", "modified", "remanded", "quashed", "withdrawn", None],
            ),
            "mediable": self._flag(0.85),
            "claim_amount": pa.array(claim),
            "awarded_amount": pa.array((claim * 0.8).round(2)),
            "recovered_amount": pa.array((claim * self.chance.random(self.rows)).round(2)),
            "property_found": self._flag(0.5),
            "zb_checked_ok": self._flag(0.95),
            "exec_basis": self._chosen(["civil", "criminal_property", "administrative", "arbitration", "notary"], [85, 5, 2, 6, 2]),
            "lay_assessor": self._flag(0.3),
            "doc_public_required": self._flag(0.6),
            "doc_published_on": pa.array(self.closed + 20, mask=self.open),
            "hearing_public": self._flag(0.9),
            "broadcast": self._flag(0.2),
            "organised_crime": self._flag(0.001),
            "four_types": self._flag(0.03),
            "secrecy": self._chosen(["ordinary", "internal", "secret", "sealed"], [985, 10, 1, 4]),
        }  # fmt: skip

    def _service(self) -> dict[str, pa.Array]:
        """Drawn last, so that the other columns stay as they were."""
        attempts = self.chance.poisson(1.3, self.rows)
        held = np.isin(self.kind, [1, 4]) & (self.chance.random(self.rows) < 0.6)
        return {
            "service_attempts": pa.array(attempts),
            "service_electronic": pa.array(self.chance.binomial(attempts, 0.4)),
            "notice_served": self._flag(0.05),
            "detained_from": pa.array(self.filed, mask=~held),
            "filing_due_on": pa.array(
                self.filed + self.chance.integers(-1, 7, self.rows), mask=self.chance.random(self.rows) < 0.1
            ),
        }
