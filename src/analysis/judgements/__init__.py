"""Status, direction, comparison and reasons for every series; the assessment of a whole report.

How figures are judged:

Direction of travel
    Compares with the same period last year. Better or worse if chance alone would give such a difference less than
    1 time in 20, otherwise no clear change. Counts: exact conditional binomial test, widened for overdispersion if
    there are eight past periods. Percentages with counts: Newcombe's interval. Values without counts: the tolerance in
    the indicator's definition. The rule of older reports, by which any difference counts, is shown beside it.

Status now
    Compares the year to date with the trajectory. Off track: on the wrong side by more than the tolerance (5% of the
    trajectory, or the indicator's own). Uncertain: between. Once the year is complete: met or missed.

Status at year end
    By the chance of meeting the target: on track from 0.8, off track to 0.2, uncertain between.

Not judged
    Always with the reason: no target, no polarity, a placeholder, no figure, a figure at the end of its scale (0 or
    100%, or never an event), or forecasts whose past ranges held fewer outturns than chance explains.

Disputed
    Documents print other targets than the agreed one, and the status depends on which. `settled_by: "role, date,
    source"` beside the agreed target settles it.

Forecast
    The distribution of the year's outturn, by a ladder of methods: the more history, the higher the rung. Each
    forecast names its rung. Pro rata and last year's share are shown beside it.

Compared with published figures
    Is the region's figure inside our 95% confidence interval (Wilson; exact or Byar for counts)? Figures that are not
    comparable are shown with the reason and not judged.

Compared with members' figures
    Pooled over every member on any day of the period, or their simple mean (rule "average"). The page names who is
    left out and why, and gives the share of the population covered.

Control charts
    XmR with four rules, Laney's p' and u' if denominators change, days between rare events. Trial limits from 6
    points, judged from 12 points and two whole years of a season. If events are too rare, periods are not judged.
    The page gives the number of signals to expect by chance.

Years to come
    The change needed each year, always. An expected path and a chance with five whole years or more, beside what
    such ranges have held.

Findings about the data
    By rule: one fact printed in two ways, changes that do not follow, parts that do not add up, rates that do not
    follow from their counts. A finding changes no figure.
"""
