"""Procedure: what can happen in a case (the catalogue of events), and whether it may follow what happened before.

`kinds` are its values, `catalogue` reads them from rules/data/procedure, `order` answers "may this follow?",
`pages` writes docs/events.md. The record keeps the events; nothing here knows a database.
"""
