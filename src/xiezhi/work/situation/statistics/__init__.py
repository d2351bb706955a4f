"""Statistics of the situation, with open libraries and the formulas of the literature (handbook of indicators, section 5).

Pure: numbers in, small values out; nothing here knows Django, a database or a court. Heavy libraries load where they are used.
`survival` (how long until closed, open cases counted), `control` (one court over time), `funnel` (courts beside each other),
`forecast` (intake, closings, stock), `change` (a rate's change split into mix and rate). Unusable input raises `UnusableValues`.
"""
