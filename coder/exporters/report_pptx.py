"""Reports as slides (.pptx): a title, a slide or two a question, and the account of methods."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.domain.drawings import Drawings, drawing
from coder.domain.errors import MissingError
from coder.domain.house_style import HouseStyle
from coder.domain.report import QuestionReport, Report
from coder.domain.texts import _
from coder.exporters.base import atomic, plain
from coder.exporters.report_pptx_text import fitting
from coder.exporters.report_tables import base_line, dated_line, tables_of, unbroken
from coder.exporters.same_bytes import repacked

if TYPE_CHECKING:
    from pptx.presentation import Presentation

NAME = "pptx"
LABEL = "PowerPoint (.pptx)"
SUFFIXES: tuple[str, ...] = (".pptx",)

WIDTH_CM, HEIGHT_CM = 33.867, 19.05  # 16:9, as PowerPoint makes them
MARGIN_CM = 1.6
ROOM_CM = WIDTH_CM - 2 * MARGIN_CM
TITLES = (28, 24, 20, 16, 14)  # points, the largest in which a title fits on two lines
TEXTS = (18, 16, 14, 12)  # of sentences; what does not fit in the smallest is in the notes
SMALL = (12, 11, 10, 9)  # of the account of methods and the line with the base


def write_report(path: Path, report: Report, style: HouseStyle, drawings: Drawings) -> list[Path]:
    """Write a report; return the file. All findings and the table of themes stand in the notes of a slide.

    Raises
    ------
    MissingError : python-pptx is not installed. UsageError : the file cannot be written; then it is as it was.
    """
    try:
        import pptx  # noqa: F401
    except ImportError as error:
        raise MissingError(
            _("Slides need a package that is not installed"), _("Install it: pip install 'enquete-coder[report]'.")
        ) from error
    data = _Writer(report, style, drawings).data()
    with atomic(path) as handle:
        handle.write(repacked(data))
    return [path]


class _Writer:
    """Builds one presentation."""

    def __init__(self, report: Report, style: HouseStyle, drawings: Drawings) -> None:
        import pptx
        from pptx.util import Cm

        self.report, self.style, self.drawings = report, style, drawings
        self.slides: Presentation = pptx.Presentation()
        self.slides.slide_width, self.slides.slide_height = Cm(WIDTH_CM), Cm(HEIGHT_CM)

    def data(self) -> bytes:
        """Return the presentation as the bytes of a file."""
        about = self.slides.core_properties
        about.title, about.author, about.language = self.report.title, self.style.organisation, self.report.language
        about.created = about.modified = datetime.fromisoformat(self.report.dated).replace(tzinfo=None)
        about.last_modified_by, about.revision = "", 1
        self._first()
        if len(self.report.questions) > 1:
            self._short()
        for question in self.report.questions:
            self._question(question)
        self._methods()
        target = io.BytesIO()
        self.slides.save(target)
        return target.getvalue()

    def _first(self) -> None:
        slide = self._slide(self.style.title or self.report.title, sizes=(40, *TITLES), top=6.0, height=3.6)
        under = [dated_line(self.report), self.style.organisation]
        self._text(slide, [*filter(None, under), *self.style.before], MARGIN_CM, 10.0, ROOM_CM, 6.0)
        if self.style.logo is not None:
            from pptx.util import Cm

            picture = slide.shapes.add_picture(io.BytesIO(self.style.logo.data), Cm(MARGIN_CM), Cm(1.2), height=Cm(1.8))
            _describe(picture, self.style.logo.text)

    def _short(self) -> None:
        """Write what comes first in each question."""
        firsts = [(one, one.in_short(1)) for one in self.report.questions]
        said = [f"{one.question.text} {first[0].text}" for one, first in firsts if first]
        slide = self._slide(_("In short"))
        self._text(slide, said, MARGIN_CM, 3.6, ROOM_CM, 13.6, bullets=True)
        slide.notes_slide.notes_text_frame.text = plain("\n".join(said))

    def _question(self, question: QuestionReport) -> None:
        key = question.question.question_id
        slide = self._slide(question.question.text)
        chart = drawing(self.drawings, key, "bar", 1) or drawing(self.drawings, key, "bar")
        left = 0.4 * ROOM_CM if chart else ROOM_CM
        short = [finding.text for finding in question.in_short()]
        self._text(slide, short, MARGIN_CM, 3.6, left, 12.4, bullets=True)
        if chart is not None:
            self._picture(slide, chart.png(), chart.text, MARGIN_CM + left + 0.6, 3.6, ROOM_CM - left - 0.6, 12.4)
        about = " ".join([base_line(question.base), *question.notes])
        self._text(slide, [about], MARGIN_CM, 16.4, ROOM_CM, 2.2, sizes=SMALL, colour=self.style.muted)
        slide.notes_slide.notes_text_frame.text = plain(self._notes(question))
        others = [("trend", 0), *(("groups", place) for place in range(len(question.groups)))]
        for kind, place in others:
            found = drawing(self.drawings, key, kind, place)  # type: ignore[arg-type]
            if found is not None:
                more = self._slide(question.question.text)
                self._picture(more, found.png(), found.text, MARGIN_CM, 3.4, ROOM_CM, 13.8)

    @staticmethod
    def _notes(question: QuestionReport) -> str:
        lines = [finding.text for finding in question.findings] + list(question.notes)
        for table in tables_of(question)[:1]:
            lines += ["", " | ".join(table.columns), *(" | ".join(cells) for _code, _depth, cells in table.rows)]
        quotes = [f"“{quote.text}”" for quote in question.quotes]
        return "\n".join([*lines, *(["", *quotes] if quotes else [])])

    def _methods(self) -> None:
        lines = [
            f"{section.title}: {text}" if place == 0 else text
            for section in self.report.methods
            for place, text in enumerate(section.paragraphs)
        ] + list(self.style.after)
        while lines:
            slide = self._slide(_("How this was done"))
            kept = self._text(slide, lines, MARGIN_CM, 3.4, ROOM_CM, 14.0, sizes=SMALL[:1], bullets=True)
            slide.notes_slide.notes_text_frame.text = plain("\n".join(lines[:kept]))
            lines = lines[kept:]

    # --- parts of a slide

    def _slide(self, title: str, *, sizes: Sequence[int] = TITLES, top: float = 1.0, height: float = 2.4) -> Any:  # noqa: ANN401 - a slide
        from pptx.util import Cm, Pt

        slide = self.slides.slides.add_slide(self.slides.slide_layouts[5])  # title only
        shape = slide.shapes.title
        assert shape is not None  # noqa: S101 - this layout has one
        shape.left, shape.top = Cm(MARGIN_CM), Cm(top)
        shape.width, shape.height = Cm(ROOM_CM), Cm(height)
        size, _n = fitting([title], ROOM_CM, height, sizes)
        shape.text_frame.word_wrap = True
        shape.text_frame.text = plain(title).replace("\n", " ")
        for paragraph in shape.text_frame.paragraphs:
            paragraph.alignment = _left()
            font = paragraph.font
            font.size, font.bold, font.color.rgb = Pt(size), True, _colour(self.style.accent)
            font.name = self.style.headings or None
        return slide

    def _text(
        self,
        slide: Any,  # noqa: ANN401
        lines: list[str],
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        sizes: Sequence[int] = TEXTS,
        colour: str = "",
        bullets: bool = False,
    ) -> int:
        """Write paragraphs as large as they fit; return how many there are."""
        from pptx.util import Cm, Pt

        size, kept = fitting(lines, width, height, sizes)
        frame = slide.shapes.add_textbox(Cm(left), Cm(top), Cm(width), Cm(height)).text_frame
        frame.word_wrap = True
        for place, line in enumerate(lines[:kept]):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = ("• " if bullets else "") + unbroken(plain(line).replace("\n", " "))
            run.font.size, run.font.name = Pt(size), self.style.font or None
            run.font.color.rgb = _colour(colour or self.style.text)
            paragraph.space_after = Pt(size / 2)
        return kept

    @staticmethod
    def _picture(
        slide: Any,  # noqa: ANN401
        data: bytes,
        text: str,
        left: float,
        top: float,
        width: float,
        height: float,
    ) -> None:
        """Put a picture into a frame, as large as it fits."""
        from pptx.util import Cm

        picture = slide.shapes.add_picture(io.BytesIO(data), Cm(left), Cm(top))
        factor = min(Cm(width) / picture.width, Cm(height) / picture.height)
        picture.width, picture.height = int(picture.width * factor), int(picture.height * factor)
        picture.left += (Cm(width) - picture.width) // 2
        _describe(picture, text)


def _describe(picture: Any, text: str) -> None:  # noqa: ANN401 - a picture of python-pptx
    picture._element.nvPicPr.cNvPr.set("descr", plain(text))


def _colour(colour: str) -> Any:  # noqa: ANN401 - a color of python-pptx
    from pptx.dml.color import RGBColor

    return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]


def _left() -> Any:  # noqa: ANN401 - a constant of python-pptx
    from pptx.enum.text import PP_ALIGN

    return PP_ALIGN.LEFT
