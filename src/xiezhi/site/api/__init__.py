"""The interface for programs: the catalogue, cases and events as JSON under /api/, with the rights of the person signed in.

`addresses` lists what can be asked, `door` says on whose behalf and turns refusals into answers, `shapes` are the answers,
`telling` fills them. Described for people in docs/api.md, for programs at /api/openapi.json.
"""
