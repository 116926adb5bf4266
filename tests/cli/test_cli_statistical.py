"""Out to SPSS and back, and counted by PSPP: the commands, on a project as a person would make it."""

import csv
import io
import os
import subprocess
from pathlib import Path

import pytest

pytest.importorskip("pyreadstat", reason="the extra spss is not installed")


@pytest.mark.parametrize("name", ["uit.sav", "uit.zsav"])
def test_out_and_back(coded, name):
    path, before = coded.folder / name, coded.codes()
    assert name in coded.run("export", path).stderr
    coded.run("codebook", "export", coded.folder / "boek.yaml", "--question", "goed")
    coded.db.unlink()
    shown = coded.run("ingest", path, "--dry-run", "--question", "goed", "--round", "2024").stderr
    assert "SPSS" in shown
    coded.run("ingest", path, "--question", "goed", "--round", "2024", "--keep", "Organisatie")
    coded.run("codebook", "import", coded.folder / "boek.yaml", "--question", "goed")
    coded.run("ingest", path, "--question", "goed", "--round", "2024", "--codes", "goed=goed_codes")
    assert coded.codes() == before
    assert coded.table("--by", "Organisatie", "--weighted")["rapport"]["weighted_n"] == 2
    assert coded.json("table", "--question", "goed")[0]["text"] == "Wat ging goed?"


def told_by(pspp: str, folder: Path, syntax: str) -> list[list[str]]:
    """Return the rows of the tables that PSPP shows."""
    (folder / "do.sps").write_text(syntax, encoding="utf-8")
    done = subprocess.run(
        [pspp, "-O", "format=csv", "do.sps"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"},
    )
    return list(csv.reader(io.StringIO(done.stdout)))


@pytest.mark.parametrize("weighted", [False, True])
def test_pspp_sums_the_set_to_what_the_table_says(coded, pspp, weighted):
    """What is in a set PSPP says itself. It has no CTABLES for sets yet, so it sums their variables of 0 and 1."""
    coded.run("export", coded.folder / "uit.sav")
    begin = "GET FILE='uit.sav'.\n" + ("" if weighted else "WEIGHT OFF.\n")
    sets = {row[0]: row[4] for row in told_by(pspp, coded.folder, begin + "MRSETS /DISPLAY NAME=ALL.") if len(row) == 5}
    members = sets["$goed_codes"].split()
    sums = told_by(pspp, coded.folder, f"{begin}DESCRIPTIVES {' '.join(members)} /STATISTICS=SUM MEAN.")
    head = next(row for row in sums if "Sum" in row)
    found = {
        row[0]: dict(zip(head, row, strict=True))
        for row in sums
        if len(row) == len(head) and row[-1] and row is not head
    }
    (made,) = coded.json("table", "--question", "goed", *(["--weighted"] if weighted else []))
    rows = [row for row in made["rows"] if not row["net"]]
    assert len(found) == len(members) == len(rows) > 0
    for row in rows:
        one = next(values for name, values in found.items() if name.endswith(f": {row['label']}"))
        assert float(one["Sum"]) == pytest.approx(row["weighted_n"] if weighted else row["n"], abs=0.005)
        assert float(one["Mean"]) == pytest.approx(row["share_of_respondents"], abs=0.005)
        assert float(one["N"]) == pytest.approx(made["weighted_base"] if weighted else made["base"], abs=0.5)


def test_pspp_counts_what_the_table_says(coded, pspp):
    path = coded.folder / "uit.sav"
    coded.run("export", path)
    rows = coded.table("--weighted")
    names = [f"goed_{code}" for code in rows]
    shown = told_by(pspp, coded.folder, f"GET FILE='{path}'.\nFREQUENCIES {' '.join(names)}.")
    mentioned = [row[2:5] for row in shown if row[1:2] == ["mentioned"]]
    counted = {
        name: (float(n), float(valid.rstrip("%"))) for name, (n, _all, valid) in zip(names, mentioned, strict=True)
    }
    assert counted == {
        f"goed_{code}": (
            pytest.approx(row["weighted_n"], abs=0.005),
            pytest.approx(100 * row["share_of_respondents"], abs=0.05),
        )
        for code, row in rows.items()
    }
    assert len(counted) == 5
