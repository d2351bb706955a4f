"""The pages of the situation: overview, health check, indicators, and the list of cases behind every number.

`asking` reads the address, `frame` draws what stands above every page, `numbers` turns a figure into words and its link.
"""
