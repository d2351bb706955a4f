"""What a check hands back: the values for the sentence of its entry, and the articles where the entry has none of its own."""

from dataclasses import dataclass, field
from datetime import date

from xiezhi.rules.limits.sentences import day_en, day_zh
from xiezhi.rules.procedure.kinds import Names


@dataclass(frozen=True, slots=True)
class Found:
    """Something to be said. `values` fill the sentence: a pair speaks in both languages, a day as `name_zh` and `name_en`."""

    values: dict[str, str | int | date | Names] = field(default_factory=dict)
    citations: tuple[str, ...] = ()

    def words(self, language: int) -> dict[str, str | int]:
        """The values for the sentence in one language: 0 Chinese, 1 English."""
        told: dict[str, str | int] = {}
        for name, value in self.values.items():
            if isinstance(value, date):
                told |= {f"{name}_zh": day_zh(value), f"{name}_en": day_en(value)}
            else:
                told[name] = value[language] if isinstance(value, tuple) else value
        return told


def saying(*citations: str, **values: str | int | date | Names) -> Found:
    """Something found, with the articles it rests on and the values of its sentence."""
    return Found(values, citations)
