"""The engine: indicators over facts, compiled with Ibis for DuckDB in process or for Spark.

A `Question` says which cases, which periods, by which columns; `figures.figures` answers for many formulas with one scan for each base,
`cases.cases` gives the cases behind a side of one. It knows no viewer: who may count what is decided in `sight`.
"""
