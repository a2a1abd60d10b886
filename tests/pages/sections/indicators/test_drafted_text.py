"""No drafted word contradicts a number: direction, size and certainty, over generated judgements.

Each law reads the sentence back and holds it against the judgement's own numbers, not against the code.
"""

import re
from itertools import pairwise

import pytest

from analysis.pages.sections.indicators.drafted_text import TO_BE_WRITTEN, draft
from generated_judgements import generate

NUMBER = r"(−?[\d,]+(?:\.\d+)?)%?"
CERTAINTY = {
    "very likely": (0.945, 1.0), "likely": (0.795, 0.945), "more likely than not": (0.605, 0.795),
    "about as likely as not": (0.395, 0.605), "less likely than not": (0.205, 0.395), "unlikely": (0.055, 0.205),
    "very unlikely": (0.0, 0.055),
}  # fmt: skip
"""The chance that each word may stand for, rounded to the nearest hundredth."""


def number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


def contradictions(judged, params) -> list[str]:
    """Every word of the draft that its numbers do not bear out."""
    said = draft(judged, params)
    return [
        wrong
        for law in (_direction, _side, _interval, _last_year, _certainty, _silence, _needed)
        if (wrong := law(judged, said))
    ]


def _direction(judged, said) -> str:
    measure, text = judged.measure, said.happened
    if found := re.search(
        rf"That is (?:{NUMBER}(?: percentage points?)? )?(more|fewer|higher|lower)\b", text
    ):
        rose = measure.figure.value > measure.same_period.value
        if (found[2] in ("more", "higher")) != rose:
            return f"says {found[2]}: {text}"
        gap = abs(measure.figure.value - measure.same_period.value)
        half = {"rate": 0.005, "percentage": 0.05}.get(measure.kind, 0.5)
        if found[1] and abs(number(found[1]) - gap) > half + 1e-9:
            return f"the gap is {gap}: {text}"
    better = measure.polarity == ("higher" if measure.change and measure.change > 0 else "lower")
    for word, right in (("better", better), ("worse", not better)):
        if re.search(rf": {word}, ", text) and not right:
            return f"calls it {word}: {text}"
    if "more than chance alone" in text and judged.direction.word == "no clear change":
        return f"more than chance: {text}"
    return ""


def _side(judged, said) -> str:
    on_good, text = "good side" in said.against, said.against
    if "side of that" not in text:
        return ""
    measure, target = judged.measure, judged.target
    value = measure.figure.value
    bound = target.high if target.low is None else target.low
    bound = judged.trajectory.to_date if judged.trajectory else bound
    good = value <= bound + 1e-9 if target.low is None else value >= bound - 1e-9
    if value != bound and on_good != good:
        return f"{value} against {bound}: {text}"
    allowed = judged.indicator.status_tolerance / 100 * abs(bound)
    if "by no more than" in text and abs(value - bound) > allowed + 1e-6:
        return f"{value} against {bound}: {text}"
    if "by more than" in text and abs(value - bound) < allowed - 1e-6:
        return f"{value} against {bound}: {text}"
    if judged.trajectory and measure.kind == "count" and (found := re.search(rf"stand at {NUMBER}", text)):
        shown = number(found[1])
        if good != (value <= shown if target.low is None else value >= shown):
            return f"{value} beside the {shown} that is printed: {text}"
    return ""


def _interval(judged, said) -> str:
    forecast, text = judged.forecast, said.expected
    if found := re.search(rf"end between {NUMBER} and {NUMBER}\.", text):
        low, high = number(found[1]), number(found[2])
        if low > forecast.low80 + 1e-6 or high < forecast.high80 - 1e-6:
            return f"{forecast.low80} to {forecast.high80}: {text}"
        about = number(re.search(rf"about {NUMBER}", text)[1])
        if not low <= about <= high:
            return f"expected outside its range: {text}"
    if "The year is over" in text and forecast.method != "settled":
        return text
    return ""


def _last_year(judged, said) -> str:
    text, forecast, last = said.expected, judged.forecast, judged.measure.last_outturn
    found = re.search(r"The year is (very likely|likely) to end (above|below) last year", text)
    if not found:
        return ""
    level = (
        (forecast.low95, forecast.high95) if found[1] == "very likely" else (forecast.low80, forecast.high80)
    )
    printed = re.search(rf"end (?:between|at) {NUMBER}(?: and {NUMBER})?\.", text)
    shown = (number(printed[1]), number(printed[2] or printed[1]))
    right = (
        max(level[1], shown[1]) < last.value if found[2] == "below" else min(level[0], shown[0]) > last.value
    )
    return "" if right else f"{level} and {shown} against {last.value}: {text}"


def _certainty(judged, said) -> str:
    text = said.expected
    if found := re.search(r"That the target will be met is ([a-z ]+) \((.*?)\)", text):
        low, high = CERTAINTY[found[1]]
        if not low - 1e-9 <= judged.chance <= high + 1e-9:
            return f"chance {judged.chance}: {text}"
        hundreds = number(re.search(r"(\d+) (?:time )?in 100", found[2])[1]) / 100
        if not low - 1e-9 <= hundreds <= high + 1e-9:
            return f"the number beside it: {text}"
    if "for certain" in text:
        met = "is met for certain" in text
        if judged.chance != met or not (judged.forecast.method == "settled" or judged.needed is not None):
            return f"chance {judged.chance}: {text}"
    if judged.status_year_end == "off track" and re.search(r"met is (very |more )?likely", text):
        return f"off track, but {text}"
    if judged.status_year_end == "on track" and re.search(r"met is (very )?unlikely|met is less", text):
        return f"on track, but {text}"
    return ""


def _silence(judged, said) -> str:
    """Where there is no figure, target or forecast somebody has to write, and only there."""
    open_ = [TO_BE_WRITTEN in part for part in (said.against, said.expected)]
    no_target = judged.target is None or not judged.target.is_set or judged.status_now == "not judged"
    if open_ != [no_target, judged.forecast.expected is None]:
        return f"speaks where it should not, or does not: {said.text}"
    if (judged.measure.figure is None) != ("what happened this year" in said.happened):
        return said.happened
    if re.search(r"\b(because|due to|caused by|thanks to|as a result)\b", f"{said.text} {said.needed}"):
        return f"says why: {said.text}"
    return ""


def _needed(judged, said) -> str:
    if found := re.search(rf"(?:Up to|At least) {NUMBER}", said.needed):
        gap = number(found[1])
        if abs(gap - judged.needed) > 0.5 or gap < 0:
            return f"needs {judged.needed}: {said.needed}"
    if "passed already" in said.needed and judged.target.meets(judged.measure.figure.value):
        return said.needed
    return ""


@pytest.mark.parametrize(("count", "seed"), [(400, 1), pytest.param(10_000, 2, marks=pytest.mark.slow)])
def test_no_word_contradicts_a_number(count, seed):
    wrong = [found for judged, params in generate(count, seed) for found in contradictions(judged, params)]
    assert wrong[:3] == [] and len(wrong) == 0


def test_the_generated_judgements_bring_every_word_out():
    texts = " ".join(draft(*one).text for one in generate(400, 1))
    words = [
        *CERTAINTY,
        "good side",
        "wrong side",
        "by no more than",
        "by more than 5%",
        ": better",
        ": worse",
    ]
    words += ["no clear change", "to end below", "to end above", "may end above or below", TO_BE_WRITTEN]
    words += ["very likely to end", " likely to end", "The year is over", "for certain", "as in", "than in"]
    assert [word for word in words if word not in texts] == []


def test_a_contradiction_would_be_seen():
    """The laws are not blind: a draft of one judgement held against another's numbers breaks them."""
    pairs = generate(200, 3)
    seen = 0
    for (judged, params), (other, _) in pairwise(pairs):
        said = draft(judged, params)
        complete = all(j.measure.figure and j.measure.same_period and j.trajectory and j.chance is not None
                       and j.measure.last_outturn for j in (judged, other))  # fmt: skip
        if complete:
            laws = (_direction, _side, _interval, _last_year, _certainty)
            seen += any(law(other, said) for law in laws)
    assert seen > 15


def test_halton_reads_as_its_figures_do(halton, halton_params):
    said = draft(halton.of("SH1")[0], halton_params)
    assert "3,710 incidents in April to September 2012" in said.happened
    assert "126 fewer than in April to September 2011 (3,836): no clear change" in said.happened
    assert "8,065 or fewer" in said.against and "4,032 or fewer by now" in said.against
    assert "may end above or below last year's outturn of 7,434" in said.expected
    assert "4,355 more incidents" in said.needed
