"""A broken indicator among good ones: it alone is withheld, everywhere, and nothing tells what its rows hold."""

import json
from collections import Counter
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

import made_pages
import page_walk
from analysis.commands import main
from analysis.definitions.errors import InputError, Problem, RunError
from analysis.definitions.params import Folders, read_params
from analysis.definitions.wording import MISSING
from analysis.extracts import withholding
from analysis.extracts.deliveries import Delivery
from analysis.extracts.validation import validate
from analysis.extracts.withholding import Refused, Withheld
from analysis.judgements import assessments
from analysis.judgements.assessments import assess, assess_area
from analysis.pages import sections, tables, workbook
from analysis.pages.sections import phrases
from forking import needs_forks
from reports import report
from second_deliveries import deliver_again

REPORT = "made-up-place-2023-24-q2"
QUARTER = "made-up-place/2023-24-q2"
PERSON = "Mr A. Secret 1974-02-03"


@pytest.fixture
def place(made_up_root, monkeypatch):
    """The made-up place, in which a run may break something; nothing is kept of one run for the next."""
    monkeypatch.chdir(made_up_root)
    yield made_up_root
    workbook.forget()


def spoilt(*starts):
    """An edit that puts a person into the value of the last row that begins so, for each of `starts`."""

    def edit(text):
        lines = text.splitlines()
        for start in starts:
            at = max(number for number, line in enumerate(lines) if line.startswith(start))
            fields = lines[at].split(",")
            lines[at] = ",".join([*fields[:7], PERSON, *fields[8:]])
        return "\n".join(lines) + "\n"

    return edit


def ran(*options):
    return main.main(["run", f"params/{REPORT}.yaml", *options])


def assessed(root):
    return assess(read_params(root / "params" / f"{REPORT}.yaml"), Folders(root))


def page(root, name):
    text = (root / "outputs" / REPORT / "sections" / f"{name}.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def row_of(page, text):
    """The row of a page's tables whose head has the text, as one string."""
    (found,) = [row for row in page.find_all("tr") if row.th and text in row.th.get_text(" ", strip=True)]
    return found.get_text(" ", strip=True)


@needs_forks
def test_a_broken_indicator_is_withheld_and_the_others_are_published(place, capsys):
    """A row of its denominators holds a name: exit 3, its pages say so, and the name is in no file."""
    deliver_again(place, "fire.csv", spoilt("CALLOUTS,CALLOUTS,all,Made-up Place,2023-24 Q2,denom"), QUARTER)
    assert ran() == 3
    said = capsys.readouterr().err
    assert f"fire.csv, row 88, column value: '{PERSON}' is not a number. To fix it: type" in said
    assert "Indicator CALLOUTS is withheld: one of its rows breaks a rule\n" in said
    target = place / "outputs" / REPORT
    record = json.loads((target / "run.json").read_text())
    assert record["exit_status"] == 3
    assert record["withheld"] == [{"ref": "CALLOUTS", "reason": "one of its rows breaks a rule"}]
    fire = next(entry for entry in record["inputs"] if entry["file"] == "fire.csv")
    assert (fire["rows_read"], fire["rows_refused"], fire["rows_left_out"]) == (88, 1, 65)
    assert fire["rows_kept"] == 22
    assert {section["status"] for section in record["sections"]} == {"made"}
    holding = [path for path in place.rglob("*") if path.is_file() and b"Secret" in path.read_bytes()]
    assert [path.name for path in holding] == ["fire.csv"]
    card, theme = page(place, "scorecard"), page(place, "indicators-made-up-theme")
    why = "ithheld, since one of its rows breaks a rule; the page Data quality says more."
    assert f"W{why}" in row_of(card, "CALLOUTS")
    said = "CALLOUTS Made-up call-outs to fires, since one of its rows breaks a rule. No figure of it"
    assert said in card.get_text(" ")
    block = theme.find(id="callouts").parent.get_text(" ", strip=True)
    assert f"W{why} No figure of it is used" in block and "3.0" not in block
    assert f"w{why}"[:-1] in page(place, "variation").get_text(" ", strip=True)
    quality = page(place, "data_quality")
    row = quality.find(id="withheld").parent.tbody.tr
    assert [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] == [
        "CALLOUTS", "fire.csv", "88", "value", "Is not a number.",
        "Type the figure as printed, or [c], [x] or [z] for none.",
    ]  # fmt: skip
    for name in ("judgements", "scorecard", "indicators-made-up-theme", "data_quality"):
        lines = (target / "tables" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        (line,) = [line for line in lines if line.startswith("CALLOUTS,")]
        assert "withheld" in line


@pytest.mark.slow
@needs_forks
def test_a_machines_log_holds_no_value_and_several_indicators_are_withheld(place, capsys):
    starts = ("ASB,ASB,all,Made-up Place,2023-09", "BURGLARY,BURGLARY,all,Made-up Place,2023-08")
    deliver_again(place, "police.csv", spoilt(*starts, "ASB,ASB,all,Made-up Place,2023-07"), QUARTER)
    assert ran("--log-json") == 3
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    told = {line["ref"]: line["reason"] for line in lines if line.get("status") == "withheld"}
    assert told == {
        "ASB": "2 of its rows break a rule",
        "BURGLARY": "one of its rows breaks a rule",
    }
    last = next(line["message"] for line in lines if line.get("report"))
    assert "2 indicators withheld" in last and PERSON not in json.dumps(lines)
    assert "Of 9 indicators" in page(place, "scorecard").get_text(" ")


def test_what_every_indicators_row_breaks_or_no_indicator_is_known_of_stops_the_report(place, capsys):
    edit = spoilt("ASB,ASB,", "BURGLARY,BURGLARY,")
    deliver_again(place, "police.csv", lambda text: edit(text).replace("ASB,ASB,", "ASB,ABS,", 1), QUARTER)
    assert ran() == 2
    said = capsys.readouterr().err
    assert said.count(PERSON) == 2 and "'ABS' is not a known indicator" in said
    book = report("halton-2012-13-q2")
    every = [broken(d, {*d.rows["ref"]}) for d in book.deliveries if d.holds_figures]
    with pytest.raises(InputError) as stopped:
        validate(every, book.indicators, book.params)
    problems = stopped.value.problems
    places = {(problem.file, problem.row) for problem in problems}
    assert len(places) == sum(len(delivery.rows) for delivery in every)
    assert any("is not a known measure" in problem.what for problem in problems)


def broken(delivery, refs, column="measure", text="nonsense", at=None):
    """The delivery with a cell spoilt in every row of `refs`, or in the one of the place `at` among them."""
    rows = delivery.rows.copy()
    places = rows.index[rows["ref"].isin(refs)]
    rows.loc[places if at is None else places[[at % len(places)]], column] = text
    return Delivery(delivery.entry, rows)


HALTON = report("halton-2012-13-q2")
HELD = [delivery for delivery in HALTON.deliveries if delivery.holds_figures]
NAMES = {name: i.ref for i in HALTON.indicators for name in (*i.delivered_as, i.ref)}
SPOILS = {"value": "1,2", "period": "soon", "area": "Nowhere", "measure": "mean"}


def rejudged(deliveries, refs_without_words=()):
    """The judgements of Halton's report from these deliveries."""
    checked = validate(deliveries, HALTON.indicators, HALTON.params)
    made = HALTON.materials
    made = replace(
        made,
        observations=checked.observations,
        peers=replace(made.peers, observations=checked.observations),
        commentary=tuple(said for said in made.commentary if said.ref not in refs_without_words),
    )
    return assess_area(made.without(withholding.of_rows(checked.refused)), HALTON.params)


@pytest.mark.slow
@settings(max_examples=40)
@given(st.sampled_from(HELD), st.data())
def test_with_one_indicator_broken_the_rest_is_as_if_it_had_not_been_delivered(delivery, data):
    ref = NAMES[data.draw(st.sampled_from(sorted(set(delivery.rows["ref"]))))]
    names = {name for name, of in NAMES.items() if of == ref}
    column = data.draw(st.sampled_from(sorted(SPOILS)))
    at = data.draw(st.integers(0, 200))
    spoilt_one = broken(delivery, names, column, SPOILS[column], at)
    found = rejudged([spoilt_one if one is delivery else one for one in HELD])
    rest = [Delivery(one.entry, one.rows[~one.rows["ref"].isin(names)]) for one in HELD]
    without = rejudged(rest, {ref})
    assert [one.ref for one in found.withheld] == [ref]
    assert found.findings == without.findings
    others = [judged for judged in found.judgements if judged.indicator.ref != ref]
    assert others == [judged for judged in without.judgements if judged.indicator.ref != ref]
    own = [judged for judged in found.judgements if judged.indicator.ref == ref]
    assert [judged.headline for judged in own] == [True] * len(own) and own
    for judged in own:
        assert judged.measure.figure is judged.target is judged.chance is judged.forecast.expected is None
        assert {judged.status_now, judged.status_year_end} == {"not judged"} and not judged.comparisons
        assert {reason.words for reason in judged.reasons} == {found.withheld[0].words}


NUMBERS = (
    "last_outturn", "target_low", "target_high", "to_date", "same_period_last_year", "change_percent",
    "expected_outturn", "low80", "high80", "chance",
)  # fmt: skip


def test_no_page_shows_a_figure_of_what_is_withheld(place):
    """Wherever its row stands it is empty, and each page that names it says that it is withheld."""
    deliver_again(place, "police.csv", spoilt("ASB,ASB,all,Made-up Place,2023-09"), QUARTER)
    found = assessed(place)
    assert Counter(figure.ref for figure in found.observations.figures)["ASB"] == 0
    for name in ("scorecard", "indicators-made-up-theme"):
        table = sections.compose(found, name).table
        rows = [row for row in table.rows if row["ref"].text == "ASB"]
        assert rows and all(row[name].value == "" for row in rows for name in NUMBERS)
        assert "withheld, since" in tables.csv_text(table)


def test_pages_and_csv_agree_where_indicators_are_withheld(place):
    deliver_again(place, "police.csv", spoilt("ASB,ASB,", "BURGLARY,BURGLARY,"), QUARTER)
    found = assessed(place)
    rows, pages = made_pages.csv_rows(found), made_pages.pages_of(found)
    soup = {name: BeautifulSoup(text, "html.parser") for name, text in pages.items()}
    wrong = [
        what
        for judged in found.headlines
        for what in page_walk.disagreements(
            judged, rows[judged.key], soup["scorecard"], soup[phrases.page_of(judged.indicator.theme)]
        )
    ]
    assert wrong == [] and len(found.withheld) == 2


def test_a_fault_in_judging_one_indicator_withholds_it_alone(place, monkeypatch):
    """Its kind and place are said, and not its words, which may hold a value."""
    whole = assessed(place)

    def fail(measure, observations):
        if measure.indicator.ref == "FIRES":
            raise KeyError(PERSON)

    monkeypatch.setattr(assessments, "recent_trend", fail)
    found = assessed(place)
    (fault,) = found.withheld
    assert (fault.ref, fault.rows) == ("FIRES", ())
    assert fault.why.startswith("judging it ended with an error in Outturn, KeyError in assessments.py ")
    assert PERSON not in repr(found)
    others = [judged for judged in found.judgements if judged.indicator.ref != "FIRES"]
    assert others == [judged for judged in whole.judgements if judged.indicator.ref != "FIRES"]
    model = sections.compose(found, "data_quality")
    assert model.title.startswith("1 indicator withheld; ")
    (block,) = [block for block in model.blocks if block.anchor == "withheld"]
    (row,) = block.contents[1].rows
    assert [row[name].text for name in ("ref", "file", "rows", "column")] == [
        "FIRES",
        MISSING,
        MISSING,
        MISSING,
    ]


@pytest.mark.parametrize("step", ["forecast_measures", "covered"])
def test_a_fault_where_all_are_forecast_together_withholds_the_one_that_it_is_of(place, monkeypatch, step):
    whole = assessed(place)
    owner = assessments.forecast_inputs if step == "forecast_measures" else assessments
    done = getattr(owner, step)

    def fail(measures):
        if any(measure.indicator.ref == "FIRES" and measure.figure for measure in measures):
            raise KeyError(PERSON)
        return done(measures)

    monkeypatch.setattr(owner, step, fail)
    found = assessed(place)
    assert [one.ref for one in found.withheld] == ["FIRES"] and PERSON not in repr(found)
    others = [judged for judged in found.judgements if judged.indicator.ref != "FIRES"]
    assert others == [judged for judged in whole.judgements if judged.indicator.ref != "FIRES"]


def test_a_fault_of_all_together_and_of_none_alone_is_not_hidden(place, monkeypatch):
    def fail(measures):
        if len({measure.indicator.ref for measure in measures}) > 1:
            raise KeyError(PERSON)
        return done(measures)

    done = assessments.forecast_inputs.forecast_measures
    monkeypatch.setattr(assessments.forecast_inputs, "forecast_measures", fail)
    with pytest.raises(KeyError):
        assessed(place)


def test_a_fault_in_judging_every_indicator_is_no_report(place, monkeypatch):
    def fail(measure, observations):
        raise ZeroDivisionError(PERSON)

    monkeypatch.setattr(assessments, "recent_trend", fail)
    with pytest.raises(RunError, match=r"No indicator can be judged: .*ASB: .*ZeroDivisionError") as stopped:
        assessed(place)
    assert PERSON not in str(stopped.value)


def test_an_analysts_mistake_found_in_judging_stops_the_report(place, monkeypatch):
    def stop(measure, observations):
        raise InputError(Problem("it is wrong", "mend it"))

    monkeypatch.setattr(assessments, "recent_trend", stop)
    with pytest.raises(InputError, match="it is wrong"):
        assessed(place)


@pytest.mark.slow
@needs_forks
def test_a_section_that_cannot_be_composed_fails_by_itself(place, monkeypatch):
    """The plan goes on, its page names the cell, and the others are published."""

    def fail(assessment, name):
        raise KeyError(PERSON)

    spoilt_one = [replace(s, compose=fail) if s.name == "variation" else s for s in sections.SECTIONS]
    monkeypatch.setattr(sections, "SECTIONS", tuple(spoilt_one))
    assert ran() == 3
    target = place / "outputs" / REPORT
    record = json.loads((target / "run.json").read_text())
    status = {section["name"]: section["status"] for section in record["sections"]}
    assert status.pop("variation") == "failed" and set(status.values()) == {"made"}
    assert "cell 5 ended with KeyError" in page(place, "variation").get_text(" ")
    monkeypatch.undo()
    monkeypatch.chdir(place)
    assert ran() == 0
    record = json.loads((target / "run.json").read_text())
    assert {section["name"] for section in record["sections"] if section["status"] == "made"} == {"variation"}


def test_a_record_holds_no_row():
    assert Withheld("A", "x", (Refused("A", Problem("'x'", "y"), "z"),)).as_record() == {
        "ref": "A",
        "reason": "x",
    }
