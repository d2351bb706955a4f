"""Data 数据: files of other systems brought in as cases — upload, mapping, run, results, quarantine — and what lies beside them.

Everything that decides stands in `record.intake`; here a page is parsed, called and drawn. Others see why they may not import.
"""
