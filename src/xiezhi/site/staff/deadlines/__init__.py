"""Watching limits 审限: board by warning level, month, hidden overruns, open suspensions, changes of the law data, reminders, leave.

`asking` reads whose deadlines are looked at, `frame` draws the head all pages share, every other module one tab. Nothing here decides
who may see what: every read goes through `work.deadlines` with the viewer.
"""
