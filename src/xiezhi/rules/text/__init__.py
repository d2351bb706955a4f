"""The grammar of judgments: one reading of a Chinese judgment or ruling.

A document is cut into the parts a court writes it in (heading, parties, procedure paragraph, facts,
reasoning, result, signatures); sentences, clauses and dates are read inside those parts and become facts.
What the text does not say is None; what contradicts itself is reported, never repaired. Called by the
`judgments` commands; masking and search use the spans of `Judgment.document`.
"""

from xiezhi.rules.text.judgment import Judgment, read_judgment
from xiezhi.rules.text.sections import Document, Span

__all__ = ["Document", "Judgment", "Span", "read_judgment"]
