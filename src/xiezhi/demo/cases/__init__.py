"""The cases of the invented province.

First the columns of all cases are drawn at once (who, where, from when to when, what stops the clock, what grows out of what),
so that numbers run without gap; then the events are told case by case, in batches that depend on nothing but their place.
"""
