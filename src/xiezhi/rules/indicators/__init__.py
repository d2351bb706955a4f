"""The indicators of court operations as data: what each counts, since when, by which document. Values, not queries.

Each indicator is a numerator and a denominator over the facts of the cases (`columns`), told in a little language (`conditions`); the
catalogue is rules/data/indicators, read by `catalogue`. Definitions are dated: a figure is computed by the definition that was in force,
and a report names the version it used. There is no composite index, no ranking and no figure of a person (handbook, sections 0 and 4).
"""
