"""Out to SPSS and back, and counted by PSPP: the commands, on a project as a person would make it."""

import csv
import os
import subprocess

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


def test_pspp_counts_what_the_table_says(coded, pspp):
    path = coded.folder / "uit.sav"
    coded.run("export", path)
    rows = coded.table("--weighted")
    names = [f"goed_{code}" for code in rows]
    syntax = coded.folder / "do.sps"
    syntax.write_text(f"GET FILE='{path}'.\nFREQUENCIES {' '.join(names)}.", encoding="utf-8")
    done = subprocess.run(
        [pspp, "-O", "format=csv", str(syntax)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"},
    )
    mentioned = [row[2:5] for row in csv.reader(done.stdout.splitlines()) if row[1:2] == ["mentioned"]]
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
