"""Fixtures for all tests."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"

# No test fails because the computer is busy, and each run tries the same examples: a red run is somebody's change.
# `pytest -m hypothesis --hypothesis-profile search` looks for new ones.
settings.register_profile("coder", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile("coder")

# Reading the weights of the sentence encoder takes a second and a half in each process and for each project that is
# opened. Tests do without, except those that are about sentence vectors: they ask for `sentence_vectors`.
os.environ.setdefault("CODER_ENCODER", "none")


@pytest.fixture
def shared_data() -> Path:
    """The folder with real survey data beside the repository; the test is skipped where it is absent."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("real survey data (../shared/data) is not on this machine")
    return folder


@pytest.fixture
def sentence_vectors(monkeypatch) -> None:
    """Let the test use the sentence encoder that the tool uses by itself."""
    monkeypatch.delenv("CODER_ENCODER", raising=False)


@pytest.fixture(scope="session")
def pspp() -> str:
    """The program PSPP; the test is skipped where it is not installed."""
    found = shutil.which("pspp")
    if found is None:
        pytest.skip("PSPP is not on this machine")
    return found
