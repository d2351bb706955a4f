"""The registry's pages: a case is received, and docketed with its parties, its number and its first dates.

`forms` are the inputs, `sheet` one form as it was typed, `content` what it says as an event, `foresight` which dates it starts,
`duplicates` what was docketed before, `saving` the writing.
"""
