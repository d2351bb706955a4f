"""The facts of all cases, from which every figure is computed: one row for each docket entry and each state in which it was known.

`words` (how the record's words become those of the facts, as data), `row` (the state of a case → its row), `versions` (what was known
at the end of each day), `reading` (events of many cases), `writing` (Parquet). What the columns mean: docs/facts.md.
"""
