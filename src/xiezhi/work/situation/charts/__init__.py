"""Charts as plain SVG from values: no script, one hue and grey, bars from nought, texts escaped, same input same bytes.

Every function gives a `Chart`: `svg` (markup for a page; colours from the style sheet, put it into `<div class="plot">`),
`standalone(width=680)` (SVG with colours written in, for typst; `picture.png(…)` makes a picture of it for Word),
`title`, `description` (one sentence of what it shows), `columns` and `rows` (the same numbers as cells, linked where a number opens).
A `Count(value, href="")` is a number with the address of its cases. Months are their first days. Order is that of the input.

- months.in_out([InOut(month, new, closed)])                       new and closed by month, the gap shaded
- months.month_bars([Closings(month, closed, late, new)])          closings by month, the late ones darker, December marked
- flow.flow(opening, new, closed, pending)                         opening + new − closed = pending
- survival.survival([Named(name, curve, closed_only)])             statistics.survival.survival(days, closed) → curve
- control.control(chart, [Opened(month, href)], share=False)       statistics.control.individuals / proportions → chart
- funnel.funnel(funnel, [Court(name, href)], share=True)           statistics.funnel.proportions / ratios → funnel
- limits.net_and_gross([Pair(name, whole, net, gross)])            within the limit, net and gross
- ages.ages([Band(words, count, long)])                            the stock by age
- forecast.forecast(months, values, forecast)                      statistics.forecast.forecast(values, horizon) → forecast
- multiples.spark(area), multiples.multiples([Area(…)])            small lines of courts: one (for a page), all (for paper)
- history.history([Spot(…)], [Break(…)])                           an indicator over periods, broken where its definition changed
- distribution.distribution([Value(name, value, href)], interval)  courts as dots on one line
"""

from xiezhi.work.situation.charts.chart import Cell, Chart, Count

__all__ = ["Cell", "Chart", "Count"]
