"""Worked examples of a rule: the clock asked about invented cases that start on a day the reader gives."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from xiezhi.rules.language import tr
from xiezhi.rules.limits.catalogue import Catalogue, Length, RuleVersion
from xiezhi.rules.limits.clock import compute
from xiezhi.rules.limits.model import CaseInput, Deduction, Extension, Facts, Outcome
from xiezhi.rules.limits.sentences import length_en, length_zh

DAYS_EXCLUDED = 30  # of the deduction supposed, and from the start to a supposed election day
ASKED_BEFORE, DECIDED_BEFORE = 20, 10  # days before the deadline
GRANTERS = {"any": "president", "high_or_spc": "high"}  # who grants where the law names a choice


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: what was supposed, and what the clock says."""

    words: str
    outcome: Outcome


def worked_examples(
    catalogue: Catalogue, version: RuleVersion, anchor: date, facts: Facts, today: date
) -> list[Example]:
    """The plain case first, then one with a deduction, then each rung of the ladder granted. Raises OutsideValidity."""
    if version.status == "before_day":
        facts = replace(facts, election_day=anchor + timedelta(days=DAYS_EXCLUDED))
    case = CaseInput(version.rule, anchor, "basic", facts, as_of=today)
    plain = compute(case)
    return [Example(tr("没有其他情况", "nothing else happens"), plain), *_further(catalogue, case, plain)]


def _further(catalogue: Catalogue, case: CaseInput, plain: Outcome) -> list[Example]:
    """The same case with a deduction, then with every rung of the ladder granted at its longest."""
    if plain.deadline is None or case.anchor_date is None:
        return []
    examples = []
    deduction = _deduction(catalogue, case, plain)
    if deduction is not None:
        name = catalogue.grounds[deduction.ground]
        words = tr(
            f"扣除{DAYS_EXCLUDED}日（{name.name_zh}）",
            f"a deduction of {DAYS_EXCLUDED} days ({name.name_en})",
        )
        examples.append(Example(words, compute(replace(case, events=(deduction,)))))
    grants: list[Extension] = []
    outcome = plain
    while (grant := _grant(catalogue, outcome, len(grants))) is not None:
        grants.append(grant)
        outcome = compute(replace(case, events=tuple(grants)))
        if len(outcome.extensions) < len(grants):
            break
        lengths = tr("、", ", ").join(_length(one) for one in grants)
        examples.append(Example(tr(f"批准延长{lengths}", f"extended by {lengths}"), outcome))
    return examples


def _deduction(catalogue: Catalogue, case: CaseInput, plain: Outcome) -> Deduction | None:
    assert case.anchor_date is not None  # asked by the caller
    start = case.anchor_date + timedelta(days=1)
    for ground in catalogue.grounds.values():
        if ground.kind == "deduction" and ground.cap is None and ground.applies_to(plain.rule, start):
            return Deduction(ground.id, start, start + timedelta(days=DAYS_EXCLUDED))
    return None


def _grant(catalogue: Catalogue, outcome: Outcome, used: int) -> Extension | None:
    """The next rung granted at its longest, shortly before the deadline; None where there is none or it has no length."""
    assert outcome.deadline is not None  # only a running limit is extended
    assert outcome.rule_from is not None
    decided = outcome.deadline - timedelta(days=DECIDED_BEFORE)
    name = catalogue.rules[outcome.rule].version(outcome.rule_from).ladder
    ladder = catalogue.ladders[name].version(decided) if name else None
    if ladder is None or used >= len(ladder.steps) or ladder.steps[used].length is None:
        return None
    step = ladder.steps[used]
    length: Length = step.length or Length()
    return Extension(
        length.months or None,
        length.days or None,
        GRANTERS.get(step.approver, step.approver),
        outcome.deadline - timedelta(days=ASKED_BEFORE),
        decided,
        True,
        step.grounds[0] if step.grounds else None,
        parties_consent=True,
        filed_with_high=True,
    )


def _length(grant: Extension) -> str:
    length = Length(grant.months or 0, grant.days or 0)
    return tr(length_zh(length), length_en(length))
