"""The docket 案件: one query behind list, counts, paper and spreadsheet, so that all of them show the same rows.

`asking` reads the address, `listing` makes the query, `paging` cuts a page out of it, `columns` says what a row shows; `pages`
puts them together, `sheets` writes the files. Nothing here decides who may see what: every query starts from
`record.visibility`.
"""
