"""Draw the chart of the README from the example survey: ``python -m tests.report_chart FOLDER``, after `coder demo`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from coder.charts import bar, drawing
from coder.domain.house_style import HouseStyle
from coder.domain.texts import language, use_language
from coder.workflows.report import ReportOptions, report

CHART = Path(__file__).resolve().parent / "data" / "report-chart.svg"
QUESTION = "randvoorwaarden"


def drawn(db: Path) -> str:
    """Return the chart as SVG."""
    before = language()
    use_language("en")
    try:
        options = ReportOptions(questions=(QUESTION,), rounds=("2022",), weighted=False)
        spec = bar(report(db, options).questions[0], HouseStyle())
        assert spec is not None
        return drawing.svg(spec)
    finally:
        use_language(before)


def words(svg: str) -> list[str]:
    """Return the texts in a chart, in their order."""
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


if __name__ == "__main__":
    CHART.write_text(drawn(Path(sys.argv[1]) / "coder.db"), "utf-8")
