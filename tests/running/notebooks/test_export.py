"""Only what `book.show` marked reaches a reader, exactly as it was shown."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from analysis.running.notebooks import export

EVIL = "<script>alert(1)</script>"
FRAGMENT = (
    '<main class=\'a\'><h1>It&#39;s <br> shown</h1><a href="other.html#x">o</a><a href="#here">h</a></main>'
)
TYPES = (
    "text/html", "text/plain", "text/markdown", "text/latex", "image/svg+xml", "image/png", "image/jpeg",
    "application/pdf", "application/javascript", "application/json", "text/vnd.mermaid", "text/unknown",
    "application/vnd.jupyter.widget-view+json",
)  # fmt: skip


def notebook(*outputs, tags=("show",)):
    """A notebook with hostile cells of every kind around one cell with these outputs."""
    cell = new_code_cell(EVIL, outputs=list(outputs), metadata={"tags": list(tags)})
    return new_notebook(cells=[new_markdown_cell(EVIL), new_raw_cell(EVIL), cell, new_markdown_cell(EVIL)])


def shown(section="one"):
    """An output as `book.show` leaves it."""
    return new_output(
        "execute_result",
        {"text/html": FRAGMENT, "text/plain": "one"},
        metadata={"outturn": {"section": section}},
    )


def test_the_fragment_is_what_was_shown_to_the_byte():
    assert export.fragment(notebook(shown()), "one") == FRAGMENT


@pytest.mark.parametrize("mime", TYPES)
@pytest.mark.parametrize("kind", ["display_data", "execute_result"])
def test_no_other_output_is_published(kind, mime):
    hostile = new_output(kind, {mime: EVIL})
    assert export.fragment(notebook(hostile, shown()), "one") == FRAGMENT


def test_no_stream_and_no_error_is_published():
    stream = new_output("stream", name="stderr", text=EVIL)
    error = new_output("error", ename=EVIL, evalue=EVIL, traceback=[EVIL])
    assert export.fragment(notebook(stream, error, shown()), "one") == FRAGMENT


@pytest.mark.parametrize("tags", [(), *((tag,) for tag in sorted(export.PUBLISHED - {export.SHOWN}))])
def test_of_other_cells_nothing_is_shown(tags):
    assert export.fragment(notebook(shown(), tags=tags), "one") == ""


def test_the_published_form_keeps_text_and_tagged_cells_alone():
    made = new_notebook(
        cells=[
            new_markdown_cell("# Question?"),
            new_code_cell("report = 1", metadata={"tags": ["parameters"]}),
            new_code_cell("book.deliveries", outputs=[new_output("stream", name="stdout", text="SECRET")]),
            new_code_cell("book.show()", outputs=[shown()], metadata={"tags": ["show"]}),
        ]
    )
    content = export.published(nbformat.writes(made).encode())
    assert [cell.source for cell in export.read_notebook(content).cells] == [
        "# Question?",
        "report = 1",
        "book.show()",
    ]
    assert b"SECRET" not in content and export.shown(content, "one")[0] == FRAGMENT


def test_another_sections_output_is_not_published():
    assert export.fragment(notebook(shown("two")), "one") == ""


def test_the_table_is_the_csv_of_the_tagged_cell():
    table = new_output("execute_result", {"text/csv": "a,b\n1,2\n", "text/plain": "1 row"})
    assert export.table(notebook(table, tags=["table"])) == "a,b\n1,2\n"
    assert export.table(notebook(table)) == ""


def test_a_notebook_is_read_from_its_bytes():
    written = nbformat.writes(notebook(shown())).encode()
    assert export.fragment(export.read_notebook(written), "one") == FRAGMENT
