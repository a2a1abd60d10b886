"""Outturn: where each indicator will stand on 31 March, judged and published, one quarter at a time.

The data's way; each arrow is one verb, each noun one module and one frozen type:

    extracts --read--> raw rows --validate--> observations --derive--> measures --forecast--> forecasts
    --judge--> judgements --compose--> section models --show--> notebooks --export--> HTML

Modules, in the order the data goes; each imports only from those above it:

    errors              every reason a report stops, by who must act
    machine_faults      which failures are the machine's, so that nothing is withheld for them
    roots               where the project lies
    periods             months, quarters, financial years
    units               what figures are in, and with how many decimals one is printed
    wording             numbers to phrases; the only place that rounds
    amounts             money in words
    probabilities       chances in words
    choices             which of two respectable rules a report goes by
    intervals           how far chance reaches: Wilson, exact, Byar, funnel limits, quartiles
    indicators          what is measured, and how its periods accumulate to a year
    targets             the range an outturn must end in, and the phrase for it
    plain_yaml          YAML that says what it seems to say
    remedies            what a value of a file under params/ has wrong, and what to write instead
    params              params/ read once into frozen types
    extracts/           one reader a source format: renames only
    membership          who belongs to a region and when, and how many people live there
    lookups             declared look-ups of places: a region's members, the areas of a report
    deliveries          what was delivered, file by file, as its record says
    named_places        whether the places that a report names are those of its deliveries
    observations        checked figures and their keys
    printed             a figure as a document prints it, and the check of it
    sheets              a delivered table, cell by cell
    unknowns            what cannot be read, worked out from sums
    populations         how many people live where
    changes             percentage changes of counts, and the counts before them
    budgets, capital_programmes  money: lines, totals, variance, forecast by profile
    projects            ratings, movement, risks, links
    costings            present values, unit costs, shares, costs per head
    printed_tables      any small table with its total, shares and change
    paths               what a later year's target takes each year
    three_year_targets  a plan's targets for the years to come
    delivery_plans      baseline, targets by year and quarter, milestones, actions, risks
    events              rare events one by one, by their days
    documents           what is delivered beside figures: budgets, plans, costings
    withholding         indicators of which nothing is shown, and why
    reported_quarter    whether what was delivered is of the reported quarter
    validation          raw rows to observations; every broken rule at once
    series              the figures of one series, its sums and ratios
    derivations         a quarter and the year to date out of whatever shape is delivered
    missing_figures     why a figure is missing
    measures            to date, same period last year, history
    findings            what the checks of the data found
    contradictions      where a figure and its parts in time do not agree
    plausibility        figures and targets that cannot be believed
    document_findings   what the checks of documents found
    directions          better, worse, no clear change
    trends              five-point trends
    adjustment, signals  the season taken out; special causes in a run of points
    chances             how many signals chance alone gives
    processes           a process read from its control chart
    variation           control charts
    trajectories        where the year should stand by now
    pooling             a region's figure from its members'
    comparators         our area beside the region, on one stated footing
    rankings            rank, quartile and funnel among the members
    regional            which published figures stand beside ours
    members             our figure among those of the region's members
    target_numbers      the number that a target in words comes to
    controls            a control chart of each series that has enough periods
    recent_trends       the trend of published figures, ours beside the published one
    statuses            on track, uncertain, off track; what it would take
    methods/            one forecast method a file: a panel of histories in, distributions out
    forecasts           the ladder that picks a method by what history there is
    backtests           what each method would have said, scored
    scale_ends          which figures stand too close to the end of their scale to be forecast
    prospects           what a measure tells its forecast
    coverage            what a series' own past forecasts have held
    outlooks            where yearly outturns are heading in the years to come
    overrides           where an analyst puts a status in place of the rule's
    printed_counts      counts that stand on the page beside a percentage
    disputes            targets on which documents disagree
    judgements          the one object that feeds cell, icon, chart, sentence and CSV
    printed_targets     targets as deliveries print them, beside the agreed ones
    reasons             why a field is empty or not judged
    judging             measure, forecast, target and comparison to a judgement
    exceptions          what about a judgement wants to be looked at first
    commentary          what analysts wrote, with role and date
    register            what was published, from what and under which rules
    materials           what a report is made from, read and checked once for all its areas
    assessments         the whole way from deliveries to judgements
    status_changes      what changed since the last published report, and what that did
    forecast_records    past expectations against what came, published or back-tested
    judgement_table     judgements.csv
    section_models      the facts of a section in reading order
    sections/           one report section a file
    charts/             chart model to SVG
    tables              tables to CSV
    markdown            a person's Markdown to the few tags a page may hold
    html                section model to accessible HTML
    workbook            what a notebook calls
    yaml_edits          a few values of a YAML file changed, all else as it stands
    streams             standard input, output and error, closed or full
    logs                what a command says to a person or a machine, never a value of a row
    stops               a run that is told to stop ends plainly
    storage, locks      files whole or not there; one run of a report at a time
    receiving           a delivered file copied untouched and recorded
    publication         a report put in place in one step
    inputs              everything a report is made from, as one hash of files
    orders              what is asked for: a report of a params file, or of one area of many
    area_orders         one order for each area of a list
    schedules           the quarters to come: prepared, checked, due
    timers              what asks each morning: systemd, cron, Windows
    children            forked children with a clock and a memory limit
    supervision         a command in a process of its own, whose death is told by the one that waits for it
    hooks               the command that is told when a scheduled run does not end well
    engines             papermill's warm engine
    execution           one notebook run, and our own record of its cells
    export              pages and tables out of executed notebooks
    jobs                sections run side by side, judged, kept for a restart
    reports             one report made whole
    histories           what an organisation has published and drafted, and whether its index says so
    history_pages       the page of that index
    fingerprints        what a section was made from, as one hash
    plans               what one run of a params file has to make
    entries             a report as the register keeps it
    progress            a report made while somebody watches
    clusters            many areas on a Dask cluster
    area_reports        a report of every area of a list
    backtesting         the methods held against a user's own past years
    publishing          a draft signed off: an entry of the register, and the pages without the mark
    reproducing         a past report made once more from its entry
    runs                what is asked for is made, unless it stands published just so
    latest              the newest due quarter run for a scheduler, and its hook told
    run                 the command line
"""
