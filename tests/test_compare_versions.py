"""The comparison of two versions' reports: each kind of difference is found, said and explained, or not."""

from pathlib import Path

import pytest

import compare_versions
from compare_versions import Cause, Difference, differences, read_causes
from page_text import Block

PAGE = """<html><head><title>Scorecard</title><style>p{{}}</style></head><body><h1>Quarter 2</h1><p>{sentence}</p>
<table><thead><tr><th>Indicator</th><th>So far</th></tr></thead><tbody><tr><th>SCS1</th><td>{cell}
<small>to date</small></td></tr><tr><th>SCS2</th><td>7</td></tr></tbody></table></body></html>"""
TABLE = "ref,breakdown,area,to_date,reason\nSCS1,all,Halton,{cell},none\nSCS2,all,Halton,7,none\n"


def _outputs(root: Path, cell: str = "5", sentence: str = "All is well.", table: str = TABLE) -> Path:
    for name, text in {
        "sections/scorecard.html": PAGE.format(sentence=sentence, cell=cell),
        "fragments/scorecard.html": sentence,
        "tables/judgements.csv": table.format(cell=cell),
    }.items():
        (root / "halton" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "halton" / name).write_text(text, encoding="utf-8")
    return root


def _found(tmp_path: Path, **changed: str) -> list[Difference]:
    return list(differences(_outputs(tmp_path / "before"), _outputs(tmp_path / "after", **changed)))


def test_equal_reports_do_not_differ(tmp_path):
    assert _found(tmp_path) == []


def test_a_changed_figure_is_found_by_series_and_column_and_by_row_and_column_of_the_page(tmp_path):
    page, table = _found(tmp_path, cell="6")
    assert (page.file, page.row, page.column, page.before, page.after) == (
        "sections/scorecard.html", "SCS1", "So far", "5 to date", "6 to date",
    )  # fmt: skip
    assert (table.row, table.column, table.before, table.after) == ("SCS1, all, Halton", "to_date", "5", "6")


def test_a_changed_sentence_is_one_difference(tmp_path):
    [difference] = _found(tmp_path, sentence="All is not well.")
    assert (difference.before, difference.after) == ("All is well.", "All is not well.")


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (TABLE + "SCS3,all,Halton,8,none\n", ("SCS3, all, Halton", "the whole row")),
        (TABLE.replace("SCS2,all,Halton,7,none\n", ""), ("SCS2, all, Halton", "the whole row")),
        (TABLE.replace("reason", "why"), ("", "reason")),
        (
            "ref,breakdown,area,to_date,reason\nSCS2,all,Halton,7,none\nSCS1,all,Halton,5,none\n",
            ("", "order of rows"),
        ),
    ],
)
def test_rows_and_columns_that_come_or_go_are_named(tmp_path, table, found):
    first = _found(tmp_path, table=table)[0]
    assert (first.row, first.column) == found


def test_a_page_that_is_not_there_is_named(tmp_path):
    before, after = _outputs(tmp_path / "before"), _outputs(tmp_path / "after")
    (after / "halton" / "sections" / "scorecard.html").unlink()
    [difference] = differences(before, after)
    assert (difference.column, difference.after) == ("the whole page", None)


def test_what_no_cause_explains_makes_the_status_one(tmp_path, capsys):
    found = _found(tmp_path, cell="6")
    on_pages = Cause("figures of pages", {"file": "html$"})
    assert compare_versions.say(found, [on_pages]) == 1
    assert "Without a stated cause: 1 differences" in capsys.readouterr().out
    assert (
        compare_versions.say(found, [on_pages, Cause("figures", {"column": "^to_date$", "before": "5"})]) == 0
    )


@pytest.mark.parametrize("entry", ["{cause: all, report: halton}", "{file: html}", "{cause: x, fiel: html}"])
def test_a_cause_that_would_explain_everything_or_says_nothing_is_refused(tmp_path, entry):
    path = tmp_path / "causes.yaml"
    path.write_text(f"differences: [{entry}]", encoding="utf-8")
    with pytest.raises(ValueError):
        read_causes(path)


def test_the_committed_causes_can_be_read():
    read_causes(compare_versions.CAUSES)


def test_a_cause_can_be_of_the_words_that_differ_and_of_no_other(tmp_path):
    chances = Cause("chances", {"was": r"^about \d+ in$", "now": r"^about \d+ in$"})
    one = Difference("", "", "a.html", "", "", "about 51 in 100, of 7.", "about 52 in 100, of 7.")
    two = Difference("", "", "a.html", "", "", "about 51 in 100, of 7.", "about 52 in 100, of 8.")
    assert chances.explains(one) and not chances.explains(two)
    new = Difference("", "", "a.html", "", "", None, "about 52 in 100.")
    assert (new.was, new.now) == ("", "about 52 in 100.")


def test_rows_of_one_first_cell_are_paired_with_the_likest_whatever_the_commas_of_their_figures():
    def page(*rows):
        cells = ((("Indicator", ref), ("What was found", text)) for ref, text in rows)
        return [Block(row) for row in cells]

    olds = page(("A", "1400 of 9780 is 14.31%"), ("A", "gone"), ("A", "x"), ("B", "5"))
    news = page(("A", "1,400 of 9,780 is 14.31%"), ("A", "not complete: July 2019"), ("B", "5"))
    pairs = [(old.text, new and new.text) for old, new in compare_versions._aligned(olds, news)]
    assert pairs[0] == (olds[0].text, news[0].text)
    assert pairs[1:] == [(olds[1].text, news[1].text), (olds[2].text, None)]
