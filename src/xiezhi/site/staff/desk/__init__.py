"""The desk 工作台: everything that waits for this person in this post, nearest date first, and the week beside it.

`items` says what a row is, `trial`, `requests`, `hearings` and the like find rows of one kind, `page` puts them together. Rows come
through the record's doorways with the viewer; nothing here decides who may see what.
"""
