"""Random cases of every kind a court can bring, and many that it should not: for comparing the two clocks.

Everything is drawn from the random generator given, so a seed repeats a case. Grants and grounds fit their rule more often
than chance would have it; otherwise almost every event would be refused at the first question.
"""

from datetime import date, timedelta
from random import Random

from xiezhi.rules.limits.catalogue import Catalogue
from xiezhi.rules.limits.model import (
    APPROVERS,
    COURT_LEVELS,
    CaseInput,
    Conversion,
    Deduction,
    Event,
    Extension,
    Facts,
    NoticePeriod,
    Restart,
    SupplementaryInvestigation,
    Suspension,
)

MONTH_ENDS = ((1, 31), (2, 28), (3, 31), (4, 30), (8, 31), (12, 31), (1, 1), (10, 1))
LEAP_YEARS = (2004, 2008, 2012, 2016, 2020, 2024, 2028)


class RandomCases:
    """Draws cases under the rules of a catalogue."""

    def __init__(self, catalogue: Catalogue, random: Random) -> None:
        self.catalogue, self.random = catalogue, random
        self.rules = sorted(catalogue.rules)
        self.turning = sorted({pair[0] for pair in catalogue.conversions})
        self.laddered = [rule for rule in self.rules if catalogue.rules[rule].versions[-1].ladder]
        self.told_by_notice = [
            rule for rule in self.rules if catalogue.rules[rule].versions[-1].anchor == "notice_period_end"
        ]
        self.investigated = sorted(catalogue.supplementary.rules)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def day(self) -> date:
        if self.chance(0.1):
            return date(self.random.choice(LEAP_YEARS), 2, 29)
        if self.chance(0.2):
            return date(self.random.randint(2000, 2031), *self.random.choice(MONTH_ENDS))
        first, last = (
            (date(1998, 1, 1), date(2036, 1, 1)) if self.chance(0.1) else (date(2012, 6, 1), date(2027, 6, 1))
        )
        return first + timedelta(self.random.randrange((last - first).days))

    def near(self, day: date, low: int, high: int) -> date:
        return day + timedelta(self.random.randint(low, high))

    def case(self) -> CaseInput:
        rule = self.rule()
        anchor = None if self.chance(0.02) else self.day()
        around = anchor or self.day()
        events = [self.event(rule, around) for _ in range(self.random.choice((0, 1, 1, 2, 2, 3, 3, 4, 6)))]
        if self.chance(0.25):
            together = self.near(around, 0, 150)
            events += [on_day(self.event(rule, around), together) for _ in range(3)]
        if events and self.chance(0.1):
            events.append(self.random.choice(events))
        if rule in self.told_by_notice and self.chance(0.95):
            events.append(NoticePeriod(around, self.near(around, 0, 370)))
        self.random.shuffle(events)
        return CaseInput(
            rule,
            anchor,
            self.random.choice((None, *COURT_LEVELS)),
            self.facts(around),
            tuple(events),
            as_of=None if self.chance(0.4) else self.near(around, -20, 500),
            closed_on=None if self.chance(0.5) else self.near(around, -20, 400),
        )

    def rule(self) -> str:
        if self.chance(0.01):
            return "civil.first.unheard_of"
        among = self.random.choice(
            (self.rules, self.rules, self.turning, self.laddered, self.laddered, self.investigated)
        )
        return self.random.choice(self.told_by_notice if self.chance(0.03) else among)

    def facts(self, around: date) -> Facts:
        said = tuple(
            (name, self.chance(0.6))
            for name in ("urgent", "pre_suit", "second_instance", "simplified")
            if self.chance(0.4)
        )
        return Facts(
            in_custody=self.random.choice((None, True, False)),
            foreign_related=self.chance(0.05),
            hk_macao_tw=self.chance(0.05),
            election_day=None if self.chance(0.5) else self.near(around, 0, 100),
            max_sentence_years=self.random.choice((None, 0.5, 1, 1.5, 3, 3.5, 10)),
            others=said,
        )

    def event(self, rule: str, around: date) -> Event:
        kinds = (self.span, self.extension, self.conversion, self.investigation, self.restart, self.notice)
        return self.random.choices(kinds, (40, 25, 10, 12, 8, 5))[0](rule, around)

    def span(self, rule: str, around: date) -> Event:
        grounds = self.catalogue.grounds
        fitting = sorted(name for name, ground in grounds.items() if rule in ground.rules)
        name = self.random.choice(
            fitting if fitting and self.chance(0.85) else [*sorted(grounds), "committee_discussion"]
        )
        start = self.near(around, -20, 230)
        end = None if self.chance(0.1) else self.near(start, -3 if self.chance(0.1) else 0, 90)
        if self.chance(0.01):
            end = date.max  # what some registers write for "still open"
        suspends = name in grounds and grounds[name].kind == "suspension"
        return (Suspension if suspends != self.chance(0.05) else Deduction)(name, start, end)

    def extension(self, rule: str, around: date) -> Event:
        decided = None if self.chance(0.05) else self.near(around, -5, 250)
        grant = self.fitting_grant(rule, decided) if decided else None
        if grant is None or self.chance(0.2):
            months = self.random.choice((1, 1, 2, 3, 6, 12)) if self.chance(0.7) else None
            days = None if months else self.random.choice((10, 15, 30, 31, 60, 90, 184))
            grounds = (None, "complex", "zeal", *sorted(self.catalogue.extension_grounds))
            grant = Extension(
                months, days, self.random.choice(APPROVERS), None, decided, True, self.random.choice(grounds)
            )
        return grant._replace(
            applied_on=None if self.chance(0.2) else self.near(decided or around, -60, 0),
            approved=self.random.choice((True,) * 10 + (False, None)),
            parties_consent=self.chance(0.8),
            filed_with_high=self.chance(0.7),
        )

    def fitting_grant(self, rule: str, decided: date) -> Extension | None:
        """A grant of some step of the ladder of that day, as long as it allows or a little shorter or longer."""
        known = rule in self.catalogue.rules and self.catalogue.rules[rule].versions[-1].ladder
        ladder = self.catalogue.ladders[known].version(decided) if known else None
        if ladder is None or not ladder.steps:
            return None
        step = self.random.choice(ladder.steps)
        approver = {"any": "division_head", "high_or_spc": "high"}.get(step.approver, step.approver)
        ground = self.random.choice(step.grounds) if step.grounds else None
        months = step.length.months if step.length else self.random.randint(1, 4)
        days = step.length.days if step.length else 0
        if months and self.chance(0.3):
            months, days = 0, months * 30 + self.random.randint(-2, 3)
        elif days and self.chance(0.2):
            months, days = 1, 0
        return Extension(months or None, days or None, approver, None, decided, True, ground)

    def conversion(self, rule: str, around: date) -> Event:
        fitting = sorted(pair[1] for pair in self.catalogue.conversions if pair[0] == rule)
        targets = fitting if fitting and self.chance(0.8) else [*self.rules, "civil.first.unheard_of"]
        return Conversion(self.random.choice(targets), self.near(around, -5, 200))

    def investigation(self, rule: str, around: date) -> Event:
        start = self.near(around, -5, 120)
        return SupplementaryInvestigation(start, None if self.chance(0.12) else self.near(start, -2, 40))

    def restart(self, rule: str, around: date) -> Event:
        reasons = self.catalogue.restarts
        fitting = sorted(name for name, reason in reasons.items() if rule in reason.rules)
        names = fitting if fitting and self.chance(0.7) else [*sorted(reasons), "change_of_heart"]
        return Restart(self.random.choice(names), self.near(around, -5, 200))

    def notice(self, rule: str, around: date) -> Event:
        start = self.near(around, -100, 30)
        return NoticePeriod(start, None if self.chance(0.1) else self.near(start, -5, 370))


def on_day(event: Event, day: date) -> Event:
    """The same event moved to a day (a span keeps its end)."""
    if isinstance(event, Extension):
        return event._replace(decided_on=day)
    if isinstance(event, Conversion | Restart):
        return event._replace(on=day)
    return event._replace(start=day)
