"""Intake: real files in. A file becomes an import; a mapping says what its columns mean; every row gets its outcome.

What pages and the command line call (all permissions are asked inside; a foreign import is NotThere):

- `policy`: `may_import(viewer)`, `imports_for(viewer)`, `import_for(viewer, id)`, `sources_for(viewer)`; a viewer of None is the system.
- `actions`: `make_source`, `receive`, `save_mapping`, `start`, `stop`, `repair`, `rerun`.
- `queries`: `preview`, `check`, `outcomes`, `counts`, `quarantined_cells`; `results.result_file`. The job of an import is `import.job`.
- `mapping.values.Mapping` (pydantic; `model_dump(mode="json")` and `model_validate` are its JSON), `mapping.fields.fields()` (the vocabulary),
  `mapping.guessing.guess(columns, samples)`.
- `run.run`: the handler of the job kind `intake`.

Every row of a file ends as recorded, same (nothing new), corrected, quarantined (repair it, run again) or unreadable; their sum is the
number of rows. The same file twice adds nothing. What a source no longer names is counted, never touched.
"""
