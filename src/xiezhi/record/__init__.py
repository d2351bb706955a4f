"""The record: what happened in a case, never lost, never changed unseen.

Courts, officers, cases, events and seals. `ledger` is the only writer of events; `state` folds the events of a case into what the
case is now; `schemas` says what an event may contain. Reading goes through the doorways of `visibility`.
"""
