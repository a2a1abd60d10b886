"""A delivered file delivered again with another content, and a second params file."""

import hashlib
import re

import yaml

TOUCHED = "SH12,SH12,"


def deliver_again(root, file, edit, quarter="halton/2012-13-q2"):
    """Another content of a delivered file, recorded as it comes."""
    path = root / "data" / quarter / file
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    record = path.with_name("deliveries.yaml")
    text, digest = record.read_text(encoding="utf-8"), hashlib.sha256(path.read_bytes()).hexdigest()
    at = text.index(file)
    record.write_text(text[:at] + re.sub(r"[0-9a-f]{64}", digest, text[at:], count=1), encoding="utf-8")


def one_more(text):
    """The first figure of one indicator, one higher."""
    start = text.index(TOUCHED)
    line = text[start : text.index("\n", start)]
    fields = line.split(",")
    fields[7] = str(float(fields[7]) + 1)
    return text.replace(line, ",".join(fields), 1)


def a_past_part(text):
    """A figure of last year of a part of an indicator, one higher."""
    row = "SH6,SH6,children involved,Halton,2011-12 Q2,in_quarter,children,"
    assert f"{row}81," in text
    return text.replace(f"{row}81,", f"{row}82,")


REPORT = "halton-2012-13-q2"


def another_report(project, name, quarter, organisation="halton", **changes):
    """A second params file with the same values but for these."""
    text = (project / f"params/{REPORT}.yaml").read_text()
    values = yaml.safe_load(text) | {
        "report": name,
        "organisation": organisation,
        "quarter": quarter,
        **changes,
    }
    (project / f"params/{name}.yaml").write_text(yaml.safe_dump(values))
