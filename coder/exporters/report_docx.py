"""Reports as Word documents (.docx), with Word's own headings, captions, tables and links."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coder.domain.drawings import Drawing, Drawings, drawing
from coder.domain.errors import MissingError
from coder.domain.findings import Finding, anchor
from coder.domain.house_style import HouseStyle
from coder.domain.report import QuestionReport, Report
from coder.domain.texts import _
from coder.exporters.base import atomic, plain
from coder.exporters.report_docx_tables import table
from coder.exporters.report_tables import ReportTable, base_line, dated_line, tables_of, unbroken
from coder.exporters.same_bytes import repacked

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

NAME = "docx"
LABEL = "Word (.docx)"
SUFFIXES: tuple[str, ...] = (".docx",)

PICTURE_CM = 16.0  # as wide as the text of an A4 page
NOTE_PT = 8.5  # below a table
GAP_PT = 8  # between a table and what follows it
LONGEST_BOOKMARK = 40  # what Word takes


def write_report(path: Path, report: Report, style: HouseStyle, drawings: Drawings) -> list[Path]:
    """Write a report; return the file.

    Raises
    ------
    MissingError : python-docx is not installed. UsageError : the file cannot be written; then it is as it was.
    """
    try:
        import docx  # noqa: F401
    except ImportError as error:
        raise MissingError(
            _("Word documents need a package that is not installed"),
            _("Install it: pip install 'enquete-coder[report]'."),
        ) from error
    writer = _Writer(report, style, drawings)
    with atomic(path) as handle:
        handle.write(repacked(writer.data()))
    return [path]


class _Writer:
    """Builds one document."""

    def __init__(self, report: Report, style: HouseStyle, drawings: Drawings) -> None:
        import docx

        self.report, self.style, self.drawings = report, style, drawings
        self.document: Document = docx.Document()
        self._bookmarks: dict[str, str] = {}
        self._captions: dict[str, int] = {}

    def data(self) -> bytes:
        """Return the document as the bytes of a file."""
        self._properties()
        self._styles()
        self._title()
        if len(self.report.questions) > 1:
            self._short()
        for question in self.report.questions:
            self._question(question)
        self._methods()
        for text in self.style.after:
            self._paragraph(text)
        target = io.BytesIO()
        self.document.save(target)
        return target.getvalue()

    def _properties(self) -> None:
        about = self.document.core_properties
        dated = datetime.fromisoformat(self.report.dated).replace(tzinfo=None)
        about.title, about.author, about.language = self.report.title, self.style.organisation, self.report.language
        about.created = about.modified = dated
        about.last_modified_by, about.revision, about.comments = "", 1, ""

    def _styles(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt, RGBColor

        normal = self.document.styles["Normal"]
        font = self.style.font or "Calibri"
        normal.font.name, normal.font.size = font, Pt(10.5)
        languages = normal.element.get_or_add_rPr()
        mark = languages.makeelement(qn("w:lang"), {qn("w:val"): {"nl": "nl-NL", "en": "en-GB"}[self.report.language]})
        languages.append(mark)
        for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption"):
            heading = self.document.styles[name]
            heading.font.color.rgb = RGBColor.from_string(self.style.accent[1:].upper())
            heading.font.name = self.style.headings or font
            fonts = heading.element.get_or_add_rPr().get_or_add_rFonts()
            for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(key), None)
        under = self.document.styles["Subtitle"].font
        under.color.rgb, under.italic = RGBColor.from_string(self.style.muted[1:].upper()), False
        for line in self.document.styles["Title"].element.iter(qn("w:bottom")):  # below the title
            line.set(qn("w:color"), self.style.accent[1:].upper())
            for key in [key for key in line.attrib if "theme" in key]:
                del line.attrib[key]
        hyphens = OxmlElement("w:autoHyphenation")  # names of groups are long words in narrow columns
        hyphens.set(qn("w:val"), "true")
        self.document.settings.element.find(qn("w:defaultTabStop")).addnext(hyphens)  # in the order of the schema
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _field(foot, "PAGE", "1")
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)

    def _title(self) -> None:
        from docx.shared import Cm

        if self.style.logo is not None:
            self.document.add_picture(io.BytesIO(self.style.logo.data), height=Cm(1.6))
            _describe(self.document.paragraphs[-1], self.style.logo.text)
        self._paragraph(self.style.title or self.report.title, "Title")
        self._paragraph(dated_line(self.report), "Subtitle")
        for text in self.style.before:
            self._paragraph(text)

    def _short(self) -> None:
        """Write what comes first in each question, with a link to all of it: the page for who reads no further."""
        self.document.add_heading(_("In short"), 1)
        for question in self.report.questions:
            heading = self.document.add_heading("", 2)
            self._link(heading, f"base-{question.question.question_id}", plain(question.question.text))
            heading.add_run(unbroken(f" {base_line(question.base, short=True)}")).bold = False
            for finding in question.in_short():
                self._paragraph(finding.text, "List Bullet")

    def _question(self, question: QuestionReport) -> None:
        key = question.question.question_id
        heading = self.document.add_heading(plain(question.question.text), 1)
        heading.paragraph_format.page_break_before = len(self.report.questions) > 1
        self._bookmark(self._paragraph(base_line(question.base)), f"base-{key}")
        for note in question.notes:
            self._paragraph(note, "Quote")
        tables = tables_of(question)
        next_ = self._captions.get("table", 0) + 1
        numbers = {f"{one.anchor}-{key}": number for number, one in enumerate(tables, next_)}
        for finding in question.findings:
            self._finding(finding, numbers)
        for shown in tables:
            if shown.chart and (found := drawing(self.drawings, key, shown.chart, shown.place)) is not None:
                self._picture(found, shown.title)
            self._table(shown, key)
        if question.quotes:
            self.document.add_heading(_("In their own words"), 2)
        for label, quotes in question.quoted():
            self.document.add_heading(plain(label), 3)
            for quote in quotes:
                self._paragraph(f"“{plain(quote.text)}”" + (f" ({quote.group})" if quote.group else ""), "Quote")

    def _finding(self, finding: Finding, numbers: Mapping[str, int]) -> None:
        """Write a sentence with a link to the first row that proves it, in the table of that number."""
        paragraph = self._paragraph(finding.text, "List Bullet")
        for row in finding.rows[:1]:
            number = next((n for table, n in numbers.items() if row.startswith(table)), 0)
            paragraph.add_run(" (")
            self._link(paragraph, row, _("table {number}").format(number=number).replace(" ", "\u00a0"))
            paragraph.add_run(")")

    def _picture(self, found: Drawing, title: str) -> None:
        from docx.shared import Cm

        self.document.add_picture(io.BytesIO(found.png()), width=Cm(PICTURE_CM))
        paragraph = self.document.paragraphs[-1]
        paragraph.paragraph_format.keep_with_next = True
        _describe(paragraph, found.text)
        self._caption("figure", _("Figure"), title)

    def _caption(self, kind: str, word: str, title: str) -> None:
        """Write a caption with a number that Word counts itself."""
        from docx.shared import Pt

        self._captions[kind] = self._captions.get(kind, 0) + 1
        paragraph = self._paragraph(f"{word} ", "Caption")
        paragraph.paragraph_format.space_before = Pt(GAP_PT)
        _field(paragraph, f"SEQ {word} \\* ARABIC", str(self._captions[kind]))
        paragraph.add_run(f". {plain(title)}")

    def _table(self, shown: ReportTable, question_id: str) -> None:
        from docx.shared import Pt

        self._caption("table", _("Table"), shown.title)
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        self._bookmark(self.document.paragraphs[-1], f"{shown.anchor}-{question_id}")

        def mark(paragraph: Paragraph, code_id: str) -> None:
            self._bookmark(paragraph, anchor(question_id, code_id, shown.anchor))

        table(self.document, shown, self.style, PICTURE_CM, mark)
        for place, note in enumerate(shown.notes):
            paragraph = self._paragraph("")
            paragraph.add_run(plain(note)).font.size = Pt(NOTE_PT)
            paragraph.paragraph_format.space_before = Pt(0 if place else GAP_PT)
            paragraph.paragraph_format.space_after = Pt(2)
            paragraph.paragraph_format.keep_with_next = place < len(shown.notes) - 1

    def _methods(self) -> None:
        if not self.report.methods:
            return
        self.document.add_heading(_("How this was done"), 1).paragraph_format.page_break_before = True
        for section in self.report.methods:
            self.document.add_heading(plain(section.title), 2)
            for text in section.paragraphs:
                self._paragraph(text)
            if section.rows:
                rows = tuple(("", 0, row) for row in section.rows)
                # No caption: the heading above says the same.
                shown = ReportTable(section.title, section.columns, rows, numbers=False)
                table(self.document, shown, self.style, PICTURE_CM, self._bookmark)
                self._paragraph("")

    def _paragraph(self, text: str, style: str = "Normal") -> Paragraph:
        return self.document.add_paragraph(unbroken(plain(text)), style=style)

    # --- links within the document

    def _name(self, target: str) -> str:
        if target not in self._bookmarks:
            self._bookmarks[target] = f"r{len(self._bookmarks)}_{target}"[:LONGEST_BOOKMARK].replace("-", "_")
        return self._bookmarks[target]

    def _bookmark(self, paragraph: Paragraph, target: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        name = self._name(target)
        number = str(list(self._bookmarks).index(target))
        for tag, values in (("w:bookmarkStart", {"w:id": number, "w:name": name}), ("w:bookmarkEnd", {"w:id": number})):
            element = OxmlElement(tag)
            for key, value in values.items():
                element.set(qn(key), value)
            paragraph._p.append(element)

    def _link(self, paragraph: Paragraph, target: str, text: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import RGBColor

        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), self._name(target))
        run = paragraph.add_run(text)
        run.font.color.rgb, run.font.underline = RGBColor.from_string(self.style.accent[1:].upper()), True
        link.append(run._r)
        paragraph._p.append(link)


def _describe(paragraph: Paragraph, text: str) -> None:
    """Give the picture of a paragraph its alternative text."""
    for properties in paragraph._p.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    ):
        properties.set("descr", plain(text))


def _field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = paragraph.add_run(shown)
    field.append(run._r)
    paragraph._p.append(field)
