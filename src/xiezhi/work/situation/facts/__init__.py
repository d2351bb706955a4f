"""Facts: one row for each docket entry, from a file of any origin or from a snapshot of the record (handbook of indicators, section 2).

`reading.read_facts` takes CSV, JSON and JSON Lines whole; `parquet.open_parquet` leaves Parquet where it lies. Both give `Facts`.
"""
