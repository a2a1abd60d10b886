"""Numbers that are wrong are found, numbers that are right are left alone.

Sentences are written from judgements in the ways people write; each holds one number that is right. Every one
is then planted with a wrong one: a digit changed or swapped, one left out, or a few per cent off.
"""

from dataclasses import replace

import numpy as np
import pytest

from analysis.definitions import wording
from analysis.documents.commentary import Commentary
from analysis.documents.numbers_in_text import typed_numbers
from analysis.pages import sections
from analysis.pages.sections import phrases
from analysis.pages.sections.data_quality import number_check
from analysis.pages.sections.data_quality.number_check import check, known_numbers, numbers_of, unmatched
from analysis.pages.sections.indicators.drafted_text import draft
from generated_judgements import generate

COUNT = 200


def sentences(judged) -> list[tuple[str, str]]:
    """Ways to write of a judgement: a sentence with a place {}, and the number that belongs there."""
    measure, unit = judged.measure, judged.measure.unit
    found = []
    if measure.figure:
        figure = phrases.figure(measure.figure)
        found += [
            ("In the year so far there were {}.", figure),
            ("This stands at {} by the end of Q2 2012-13.", figure),
        ]
    if measure.same_period and measure.figure:
        before = phrases.figure(measure.same_period)
        gap = wording.difference(measure.figure.value, measure.same_period.value, unit).rpartition(" ")[0]
        found += [("Last year it was {} at this point.", before)]
        if gap[:1].isdigit():
            found += [(f"That is a change of {{}}{gap[len(gap.split()[0]) :]}, as hoped.", gap.split()[0])]
        if measure.change_percent:
            change = wording.change(measure.change_percent).split()[-1]
            found += [("Since 2011-12 it has moved by {}.", change)] if change[0].isdigit() else []
    if measure.last_outturn:
        found.append(
            ("The outturn of the year before was {} (12 months).", phrases.figure(measure.last_outturn))
        )
    if judged.target and judged.target.is_set:
        bound = judged.target.high if judged.target.low is None else judged.target.low
        found.append(("The board agreed {} as the target for 31 March 2013.", wording.figure(bound, unit)))
    if printed := phrases.forecast(judged):
        found += [("We expect {} by year end.", printed[0]), ("It could be as much as {}.", printed[2])]
    if judged.chance is not None and phrases.chance(judged).startswith("About"):
        found.append(("The chance is {} in 100.", phrases.chance(judged).split()[1]))
    if measure.figure and measure.figure.denominator:
        found.append(
            (
                f"Of all, {measure.figure.numerator:,.0f} of {{}} were seen.",
                f"{measure.figure.denominator:,.0f}",
            )
        )
    if judged.needed is not None and judged.needed > 0 and measure.accumulates == "sum":
        found.append(("There is room for {} more.", wording.figure(judged.needed, unit)))
    return [(text, number) for text, number in found if len(number.strip("0.%")) > 1]


def spoilt(number: str, chance: np.random.Generator) -> str:
    """The number with a mistake that people make; never the same number."""
    places = [i for i, c in enumerate(number) if c.isdigit()]
    while True:
        wrong, at = list(number), int(chance.choice(places))
        match int(chance.integers(0, 4)):
            case 0:
                wrong[at] = str(chance.integers(1 if at == 0 else 0, 10))
            case 1 if len(places) > 1:
                a, b = sorted(chance.choice(places, 2, replace=False))
                wrong[a], wrong[b] = wrong[b], wrong[a]
            case 2 if len(places) > 1:
                wrong = list(
                    f"{int(''.join(c for i, c in enumerate(number) if i != at and c.isdigit())):,}"
                    + "%" * ("%" in number)
                )
            case _:
                decimals = len(number.strip("%").partition(".")[2])
                value = wording.read(number) * (1 + chance.choice([-1, 1]) * chance.uniform(0.03, 0.3))
                wrong = list(f"{value:,.{decimals}f}" + "%" * ("%" in number))
        text = "".join(wrong)
        half = 0.5 * 10.0 ** -len(text.strip("%").partition(".")[2])
        if text[0] != "0" and abs(wording.read(text) - wording.read(number)) > half:  # 91% is right for 91.4%
            return text


def written(halton, seed: int) -> list[tuple[str, str, tuple]]:
    """Sentences with their right number and what is known, half of generated judgements, half of Halton's."""
    chance = np.random.default_rng(seed)
    made = [(judged, tuple(numbers_of(judged))) for judged, _ in generate(150, seed)]
    real = [(judged, known_numbers(halton, judged.indicator.ref)) for judged in halton.headlines]
    drawn = []
    for group in (made, real):
        pool = [(text, number, known) for judged, known in group for text, number in sentences(judged)]
        order = chance.permutation(len(pool))[: COUNT // 2]
        drawn += [pool[i] for i in order]
    assert len(drawn) == COUNT
    return drawn


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_wrong_numbers_are_found_and_right_ones_left_alone(halton, seed):
    drawn = written(halton, seed)
    chance = np.random.default_rng(seed + 100)
    planted = [(text, spoilt(number, chance), known) for text, number, known in drawn]
    found = [bool(check("M", text.format(number), known)) for text, number, known in planted]
    listed = [text.format(number) for text, number, known in drawn if check("M", text.format(number), known)]
    missed = [text.format(number) for (text, number, _), seen in zip(planted, found, strict=True) if not seen]
    assert sum(found) >= 190, missed
    assert len(listed) <= 5, listed


def test_drafted_sentences_hold_no_number_that_matches_nothing(halton, halton_params):
    wrong = {}
    for judged in halton.headlines:
        said = draft(judged, halton_params)
        known = known_numbers(halton, judged.indicator.ref)
        wrong |= {
            (judged.key, o.typed.text): o.typed.sentence
            for o in check("x", f"{said.text} {said.needed}", known)
        }
    assert wrong == {}


def test_what_matches_nothing_is_listed_with_sentence_and_nearest(halton):
    text = "Incidents fell by 126 (3.3%) to 3,710. The target of 8,056 will be met, about 86 in 100."
    told = replace(halton, commentary=(Commentary("SH1", "Analyst", "2012-10-12", "draft", text),))
    (found,) = unmatched(told)
    assert (found.ref, found.typed.text, found.nearest) == ("SH1", "8,056", "8,065: target")
    assert found.typed.sentence == "The target of 8,056 will be met, about 86 in 100."


def test_without_commentary_there_is_nothing_to_check(halton):
    assert halton.commentary == () and unmatched(halton) == ()


def test_a_short_number_does_not_match_a_remote_change(halton):
    known = known_numbers(halton, "SH1")
    assert check("SH1", "It fell by 3%.", known) == ()
    assert [found.typed.text for found in check("SH1", "It fell by 41%.", known)] == ["41%"]
    assert typed_numbers("It fell by 41%.")[0].kind == "percent"


def test_without_commentary_it_says_so_and_lists_what_is_asked_for(halton):
    block = number_check.block(halton)
    assert "No commentary is delivered" in block.contents[0].text
    assert any(
        item.startswith("SH6 ") and "cause, action, who and when" in item for item in block.contents[-1].items
    )


def test_a_wrong_number_stands_in_a_row_with_its_nearest(halton):
    said = Commentary("SH1", "Analyst", "2012-10-12", "draft", "It fell by 162 to 3,710.")
    block = number_check.block(replace(halton, commentary=(said,)))
    (row,) = block.contents[1].rows
    assert [row[name].text for name in ("ref", "typed", "sentence")] == [
        "SH1",
        "162",
        "It fell by 162 to 3,710.",
    ]
    assert block.heading == "Numbers in the commentary (1 match nothing)"


def test_both_blocks_stand_on_the_data_quality_page(halton):
    anchors = [block.anchor for block in sections.compose(halton, "data_quality").blocks]
    assert {"dimensions", "commentary"} <= set(anchors)


def test_a_report_without_indicators_has_no_such_block(halton):
    assert number_check.block(replace(halton, judgements=())) is None
