"""Data quality: what is lacking or late in the record, counted, each figure opening exactly its cases.

`checks` says what is looked for, `pages` shows the list and the cases behind a figure. Every query starts from
`record.visibility.docket_for`.
"""
