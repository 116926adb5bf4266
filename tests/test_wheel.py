"""What people install: a wheel, in which everything that the tool needs is found."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
PROGRAM = """
import coder, sys
from coder import language
from coder.resources import folder
assert coder.__file__.startswith(sys.argv[1]), coder.__file__
assert list(folder("corpus").iterdir())
document = next(language.load().analyse(["we lossen dat samen op"]))
print(language.version(), [word.lemma for word in document.words if word.content])
"""


def test_the_wheel_holds_the_pipeline_and_its_licences(tmp_path):
    pytest.importorskip("hatchling")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(REPOSITORY)]
    subprocess.run(build, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = wheel.namelist()
        wheel.extractall(tmp_path / "installed")
    assert sum("/licenses/" in name for name in names) == 3
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests")]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "installed")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "nl_coder-1.0.0" in done.stdout
    assert "oplossen" in done.stdout
