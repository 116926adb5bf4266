"""Workbooks in OpenDocument: the sample survey, saved by LibreOffice."""

from __future__ import annotations

from pathlib import Path

from coder.domain.formats import Carries
from tests.formats.frame import In
from tests.formats.tables import DATES, OPTIONS, came_in

FILE = Path(__file__).resolve().parents[1] / "data" / "exports" / "ods" / "onderzoek.ods"

PROOFS = [In("ods", lambda _folder: FILE, {**came_in(typed=True, dates=True), Carries.DATES: DATES}, OPTIONS)]
