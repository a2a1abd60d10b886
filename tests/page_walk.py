"""Walks published pages and says where they disagree with `judgements.csv`: cell, icon, chart, words."""

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from analysis.definitions import probabilities, wording
from analysis.judgements.judgements import Judgement
from analysis.pages import html
from analysis.pages.sections import phrases
from made_pages import Row

CHART = {
    "this-year": "to_date", "expected": "expected_outturn", "low": "low80", "high": "high80",
    "target-low": "target_low", "target-high": "target_high",
}  # fmt: skip
"""A figure's data attributes and the columns that they must equal."""


def disagreements(judged: Judgement, row: Row, scorecard: BeautifulSoup, theme: BeautifulSoup) -> list[str]:
    """Everything in which the pages say something else than the CSV does; empty where all agree."""
    row = {**row, "unit": judged.measure.unit}  # which knows the series' decimals
    found = [*_scorecard(judged, row, scorecard), *_block(judged, row, theme)]
    return [f"{judged.text_key}: {what}" for what in found]


def block_of(page: BeautifulSoup, anchor: str) -> Tag:
    """The block whose heading has the anchor."""
    return page.find(id=anchor).parent


def _scorecard(judged: Judgement, row: Row, page: BeautifulSoup) -> Iterator[str]:
    link = page.find("a", href=phrases.link(judged))
    if link is None:
        yield "no row of the scorecard links to it"
        return
    cells = _cells(link.find_parent("tr"))
    unit = row["unit"]
    for heading, column in (("Last year", "last_outturn"), ("So far", "to_date")):
        if _own_text(cells[heading]) != _figure(row[column], unit):
            yield f"scorecard, {heading}: {_own_text(cells[heading])!r} is not {row[column]!r}"
    if row["direction"] != _own_text(cells["Direction"]).lower() and row["to_date"]:
        yield f"scorecard, direction {_own_text(cells['Direction'])!r}"
    if row["status_year_end"] == "not judged":
        yield from _badge(cells["Why it is not judged"], "not judged", "scorecard")
        return
    yield from _badge(cells["At year end"], row["status_year_end"], "scorecard, year end")
    yield from _badge(cells["Now"], row["status_now"], "scorecard, now")
    expected = _own_text(cells["Expected"])
    ends = expected if _is_over(row) else _note(cells["Expected"])
    yield from _forecast(row, expected, ends, "scorecard")
    if row["status_year_end"] == "disputed":
        words = [
            word
            for word in ("off track by", "uncertain by", "on track by")
            if word in _note(cells["At year end"])
        ]
        if len(words) < 2:
            yield f"scorecard, a dispute of one verdict: {_note(cells['At year end'])!r}"
    elif not _says_chance(_note(cells["At year end"]), row["chance"]):
        yield f"scorecard, chance {_note(cells['At year end'])!r} is not {row['chance']}"
    picture = cells["Range and target"].find("svg")["aria-label"]
    for wanted in (expected, ends, _own_text(cells["Target"])):
        if wanted not in picture:
            yield f"scorecard, picture {picture!r} does not say {wanted!r}"


def _block(judged: Judgement, row: Row, page: BeautifulSoup) -> Iterator[str]:
    block = block_of(page, phrases.anchor(judged))
    badges = block.select(".badges .badge")
    words = [row["status_year_end"], row["status_now"]]
    for badge, word in zip(badges, words, strict=False):
        yield from _badge(badge.parent if len(badges) == 1 else _alone(badge), word, "badges")
    if row["status_year_end"] != "not judged" and row["status_year_end"] not in block.find("h2").text:
        yield f"the heading {block.find('h2').text!r} does not say {row['status_year_end']!r}"
    facts = [fact.find("strong").text for fact in block.select(".facts li")]
    if facts:
        yield from _facts(row, block.select(".facts li"))
    for figure in block.find_all("figure"):
        yield from _chart(row, figure)
    if row["to_date"] and not facts:
        yield "there is a figure and no facts"
    if row["needed"] and not _is_over(row):
        takes = "".join(c.text for c in block.select(".callout") if "What it would take" in c.text)
        if not _says_needed(takes, row):
            yield f"what it would take {takes.strip()!r} does not say {row['needed']}"
    yield from _table(row, block)


def _facts(row: Row, facts: list[Tag]) -> Iterator[str]:
    figures = [fact.find("strong").text for fact in facts]
    if figures[0] != _figure(row["to_date"], row["unit"]):
        yield f"first fact {figures[0]!r} is not {row['to_date']!r}"
    if row["expected_outturn"]:
        about = figures[1] if _is_over(row) else _note(facts[1]).split()[1].rstrip(";")
        yield from _forecast(row, about, figures[1], "second fact")
    if row["chance"] and not _says_chance(figures[2], row["chance"]):
        yield f"third fact {figures[2]!r} is not {row['chance']}"
    if figures[3].lower() != row["direction"]:
        yield f"fourth fact {figures[3]!r} is not {row['direction']!r}"


def _chart(row: Row, figure: Tag) -> Iterator[str]:
    for attribute, column in CHART.items():
        if _is_over(row) and column in ("expected_outturn", "low80", "high80"):
            continue  # the line of this year ends at the outturn
        shown, told = figure.get(f"data-{attribute}", ""), row[column]
        if (shown or told) and (not shown or not told or float(shown) != float(told)):
            yield f"chart, {attribute}: {shown!r} is not {told!r}"
    for svg in figure.find_all("svg"):
        alt, drawn = svg.find("desc").text, " ".join(text.text for text in svg.find_all("text"))
        for column in ("to_date", "same_period_last_year", "last_outturn"):
            if row[column] and _figure(row[column], row["unit"]) not in alt:
                yield f"alternative text does not say {column} {row[column]}"
        if row["chance"] and (row["status_year_end"] not in alt or not _says_chance(alt, row["chance"])):
            yield f"alternative text does not say the chance {row['chance']}: {alt!r}"
        if _figure(row["to_date"], row["unit"]) not in drawn:
            yield f"the drawing has no label {row['to_date']}"


def _table(row: Row, block: Tag) -> Iterator[str]:
    table = block.find("table")
    if table is None or not row["to_date"]:
        return
    first = _cells(table.find("tbody").find("tr"))
    heading = "To date" if "To date" in first else "Latest figure"
    if _own_text(first[heading]) != _figure(row["to_date"], row["unit"]):
        yield f"table, {heading}: {_own_text(first[heading])!r} is not {row['to_date']!r}"


def _badge(cell: Tag, word: str, where: str) -> Iterator[str]:
    """Word, shape and colour (by class) of a badge must be those of the status."""
    badge = cell.select_one(".badge")
    icon = badge.find("i").text
    said = badge.text.replace(icon, "").strip().lower()
    if not said.startswith(word):
        yield f"{where}: badge says {said!r}, not {word!r}"
    if icon != html.SHAPES[word]:
        yield f"{where}: icon {icon!r} is not that of {word!r}"
    if word.replace(" ", "-") not in badge["class"]:
        yield f"{where}: colour {badge['class']} is not that of {word!r}"


def _forecast(row: Row, expected: str, ends: str, where: str) -> Iterator[str]:
    if not row["expected_outturn"]:
        if expected != wording.MISSING:
            yield f"{where}: {expected!r} is expected, the CSV has nothing"
        return
    low, high = (_number(text) for text in ends.split(" to ")) if " to " in ends else (_number(ends),) * 2
    step = wording.rounding_step(float(row["high80"]) - float(row["low80"]), row["unit"])
    for shown, column in ((_number(expected), "expected_outturn"), (low, "low80"), (high, "high80")):
        if abs(shown - float(row[column])) > step * 1.0001:
            yield f"{where}: {shown} is not {column} {row[column]}"


def _is_over(row: Row) -> bool:
    return row["method"] == "settled"


def _says_chance(text: str, chance: str) -> bool:
    return probabilities.chance(float(chance)) in text or (float(chance) in (0, 1) and "Certain" in text)


def _says_needed(text: str, row: Row) -> bool:
    needed = float(row["needed"])
    shown = wording.agreed(abs(needed), row["unit"], upper=not row["target_low"]).rstrip("%")
    settled = needed < 0 or (row["target_low"] and needed <= 0)
    return shown in text or f"{needed:,.0f} of" in text or (settled and "already" in text)


def _figure(value: str, unit: str) -> str:
    return wording.figure(float(value), unit) if value else wording.MISSING


def _number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-").rstrip("%"))


def _cells(row: Tag) -> dict[str, Tag]:
    """The cells of a row under their columns' headings."""
    heads = [_own_text(head) for head in row.find_parent("table").find("thead").find_all("th")]
    return dict(zip(heads, row.find_all(["th", "td"]), strict=True))


def _own_text(cell: Tag) -> str:
    return "".join(part for part in cell.find_all(string=True) if part.parent.name != "small").strip()


def _note(cell: Tag) -> str:
    note = cell.find("small")
    return note.text if note else ""


def _alone(badge: Tag) -> Tag:
    """The badge in a parent of its own, so that one of several is looked at."""
    return BeautifulSoup(f"<p>{badge}</p>", "html.parser")
