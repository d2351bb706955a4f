"""The audit of a judgment: from what its text says to whether the case was closed in time, and why one can tell.

It is about the procedure of a case, never about a person. Called by `xiezhi judgments audit`.
"""

from xiezhi.rules.audit.question import PROSECUTION
from xiezhi.rules.audit.verdict import VERDICT_WORDS, Audit, Verdict, audit

__all__ = ["PROSECUTION", "VERDICT_WORDS", "Audit", "Verdict", "audit"]
