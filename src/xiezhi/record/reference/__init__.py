"""Reference series: yearly totals of other systems (new, closed, pending by court and year), to set our own figures beside.

They are totals without cases: nothing here is a case, is counted with cases or opens one. `layout` says which column is what,
`figures` reads the rows, `plausibility` says what looks wrong, `actions` keeps a version, `queries` gives it back.
"""
