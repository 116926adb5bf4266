"""Codebook files: YAML with a list `codes`, checked as a whole, so that all mistakes show at once."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails

from coder.domain.codebook import Code, Codebook
from coder.domain.errors import InputError
from coder.domain.texts import _
from coder.importers.base import MAX_CODES, shown
from coder.importers.codebook_checks import Problems, check_names, check_parents, check_successors, ids_of
from coder.importers.yaml_tree import Place, Tree

_TEXT_OR_NUMBER = {"type": ["string", "number"]}  # an editor may take 2024 for a number; here it stays a text
Text = Annotated[str, WithJsonSchema(_TEXT_OR_NUMBER)]
FilledText = Annotated[str, StringConstraints(min_length=1), WithJsonSchema({**_TEXT_OR_NUMBER, "minLength": 1})]
Color = Annotated[str, StringConstraints(pattern=r"^(#[0-9A-Fa-f]{6}|[a-z]+(_[a-z]+)*[0-9]{0,3})$")]


class CodeEntry(BaseModel):
    """One code (theme). An entry that is only a text is the label of a code."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True, title="Code")

    id: FilledText | None = Field(
        None,
        description="Short name that never changes, without spaces. Left out, it is made from the label.",
    )
    label: FilledText = Field(description="The name of the code as coders see it. May be changed later.")
    parent: FilledText | None = Field(None, description="The id of the net (broader code) that this code belongs to.")
    definition: Text = Field("", description="What the code means, in one or two sentences.")
    include: Text = Field("", description="What also falls under the code.")
    exclude: Text = Field("", description="What does not fall under the code, and where it belongs.")
    exclusive: bool = Field(False, description="True for a code that stands alone, such as 'don't know'.")
    keywords: list[FilledText] = Field([], description="Words and phrases that point to the code.")
    examples: list[FilledText] = Field([], description="Answers, or parts of them, that get the code.")
    color: Color | None = Field(None, description="A colour name such as 'green', or '#rrggbb' between quotes.")
    retired: bool = Field(False, description="True for a code that is no longer given; old codings keep it.")
    replaced_by: list[FilledText] = Field(
        [], description="The ids of the codes that a retired code was merged into (one) or split into (more)."
    )


class CodebookFile(BaseModel):
    """The codes of one question, in the order in which they are shown."""

    model_config = ConfigDict(extra="forbid", strict=True, title="Codebook")

    codes: list[CodeEntry] = Field(description="The codes, in the order in which they are shown.")


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a codebook file, for editors that check YAML while one types."""
    schema = CodebookFile.model_json_schema()
    codes = schema["properties"]["codes"]
    label = {"type": ["string", "number"], "description": "The label of a code; its id is made from it."}
    codes["items"] = {"anyOf": [codes["items"], label]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def read_codebook(text: str, path: str) -> Codebook:
    """Return the codebook that a YAML text holds.

    Parameters
    ----------
    text : the content of the file.
    path : its name, for messages.

    Raises
    ------
    InputError : with up to ten mistakes, one a line, each with the line it stands at.
    """
    tree = Tree(text.removeprefix("\ufeff"), path)
    entries = _entries(tree)
    problems = Problems(tree)
    for place in tree.repeated:
        problems.add(place, _("{name} occurs twice here").format(name=shown(str(place[-1]))))
    ids = ids_of(entries)
    check_names(entries, ids, problems)
    check_parents(entries, ids, problems)
    check_successors(entries, ids, problems)
    content = None
    try:
        content = CodebookFile.model_validate({**tree.value, "codes": entries})
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=False):
            problems.add(detail["loc"], _in_words(detail, problems))
    problems.raise_any()
    codes = content.codes if content else []
    return Codebook(tuple(_code(code_id, entry) for code_id, entry in zip(ids, codes, strict=True)))


def _entries(tree: Tree) -> list[Any]:
    """Return the entries of `codes` as mappings, without the fields that were left blank.

    Raises
    ------
    InputError : the file is no mapping with such a list; then there is nothing more to check.
    """
    codes = tree.value.get("codes") if isinstance(tree.value, dict) else None
    if isinstance(codes, list) and len(codes) > MAX_CODES:
        raise InputError(
            _("{file}: there are {count} codes, more than {limit}").format(
                file=tree.path, count=len(codes), limit=MAX_CODES
            ),
            _("Check that this is the right file."),
        )
    if isinstance(codes, list):
        return [_entry(entry) for entry in codes]
    if codes is None and isinstance(tree.value, dict) and "codes" in tree.value:
        return []
    raise InputError(
        _("{file}: line {line}: there is no list 'codes'").format(file=tree.path, line=tree.line(("codes",))),
        _("Begin the file with the line 'codes:', and each code below it with '  - id: ...' and '    label: ...'."),
    )


def _entry(entry: Any) -> Any:  # noqa: ANN401 - anything that YAML can hold
    if isinstance(entry, str):
        return {"label": entry}
    if isinstance(entry, dict):
        return {name: value for name, value in entry.items() if value is not None}
    return entry


def _in_words(detail: ErrorDetails, problems: Problems) -> str:
    """Return what is wrong with a value: an error of pydantic in plain words."""
    place: Place = detail["loc"]
    name = shown(next((str(part) for part in reversed(place) if isinstance(part, str)), ""))
    match detail["type"]:
        case "extra_forbidden":
            known = CodeEntry.model_fields if place[0] == "codes" else CodebookFile.model_fields
            return _("the field {name} is not known{suggestion}").format(
                name=name, suggestion=problems.suggestion(name, known)
            )
        case "missing":
            return _("the code has no label; each code has a line 'label: ...'")
        case "string_type":
            return _("{name} is not a text; put it between quotes").format(name=name)
        case "string_too_short":
            return _("{name} is empty").format(name=name)
        case "bool_type":
            return _("{name} is either true or false").format(name=name)
        case "list_type":
            return _("{name} is a list, such as [one, two]").format(name=name)
        case "string_pattern_mismatch":
            return _("{name} is a colour name such as green, or '#rrggbb' between quotes").format(name=name)
        case _other:
            return _("a code is a text, or has fields such as id and label")


def _code(code_id: str, entry: CodeEntry) -> Code:
    return Code(
        code_id=code_id,
        label=" ".join(entry.label.split()),
        definition=entry.definition,
        include=entry.include,
        exclude=entry.exclude,
        keywords=tuple(entry.keywords),
        examples=tuple(entry.examples),
        parent=entry.parent,
        exclusive=entry.exclusive,
        color=entry.color,
        retired=entry.retired or bool(entry.replaced_by),
        replaced_by=tuple(entry.replaced_by),
    )
