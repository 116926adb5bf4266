"""Codebooks as REFI-QDA has them (.qdc, QDA-XML Codebook 1.0)."""

from __future__ import annotations

from io import BytesIO

from coder.domain.codebook import Codebook
from coder.domain.refi import PROGRAM
from coder.exporters.refi_codes import write_codes
from coder.exporters.xml_writer import Xml

NAMESPACE = "urn:QDA-XML:codebook:1.0"


def write_codebook(codebook: Codebook, question_id: str = "") -> bytes:
    """Return the content of the file."""
    file = BytesIO()
    xml = Xml(file)
    with xml.element("CodeBook", xmlns=NAMESPACE, origin=PROGRAM), xml.element("Codes"):
        write_codes(xml, question_id, codebook)
    xml.flush()
    return file.getvalue()
