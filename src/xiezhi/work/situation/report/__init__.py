"""The report of a court on its trials (审判运行态势分析报告): contents from the figures, set as Word, PDF and Excel, kept with what they rest on.

`contents.contents_of` makes the value that all three are written from; `measuring` asks the figures, `sections` put them into words and
tables, `word`, `pdf`, `excel` write, `keeping` keeps. Every number knows which list it opens (`values.Link`).
"""
