"""Decision meetings on the figures (数据会商): topics found by rules, discussed, noted, and given to a unit that answers by a day.

The rules are data (rules/data/indicators/topics.toml). Supervision of cases is a capability of its own; a topic here is about figures,
and stays here until that capability takes such topics in.
"""
