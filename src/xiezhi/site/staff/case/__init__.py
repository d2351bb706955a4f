"""The case page: one case whole, as far as its viewer may see it, today or as it was known on a past day.

`views` takes the request, `opening` the rights and the trail, `known` the events up to a day; the other modules each make
one part of the page out of them. Everything shown comes from the fold of the events, so that a past day needs nothing else.
"""
