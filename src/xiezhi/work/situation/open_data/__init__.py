"""Open data: counts by court, quarter and class for everybody, in which no small count stands and none can be worked out from the others.

`protection` decides what is hidden, `tables` counts, `package` writes CSV with its description. docs/open-data.md explains the method.
"""
