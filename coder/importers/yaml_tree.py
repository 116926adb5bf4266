"""YAML 1.2 as plain texts, lists and mappings that know their lines; without anything that makes YAML dangerous."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from coder.domain.errors import InputError
from coder.domain.texts import _
from coder.importers.base import clean_text

MAX_CHARACTERS = 500_000
"""A codebook of 1,000 codes with definitions is 300,000 characters; the slowest texts take 2 s at this size."""

MAX_DEPTH = 6
"""A codebook needs four levels; YAML's parser slows down with the square of the depth."""

Place = tuple[str | int, ...]
"""The way to a value: ('codes', 2, 'keywords', 0)."""

Value = Any  # text, bool, None, list or dict of these


class Tree:
    """A YAML text taken apart.

    Scalars stay the texts that stand in the file ('007', '1.10', '2024-01-01'), except for true, false and empty.

    Attributes
    ----------
    value : the plain value.
    lines : the line of every value, counted from 1; for a value in a mapping that of its key.
    repeated : the places of keys that a mapping holds twice.

    Raises
    ------
    InputError : no YAML, more than one text between lines '---', nested too deeply, or with anchors, aliases or tags.
    """

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.lines: dict[Place, int] = {}
        self.repeated: list[Place] = []
        self.value: Value = None
        if len(text) > MAX_CHARACTERS:
            raise InputError(
                _("{file} is too large for a codebook: more than {count} characters").format(
                    file=path, count=MAX_CHARACTERS
                ),
                _("Check that this is the right file."),
            )
        try:
            self._read(YAML(typ="safe", pure=True).parse(text))
        except InputError:
            raise
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self._refusal(mark.line + 1 if mark else 1, _reason(str(error.problem or ""))) from None
        except YAMLError as error:  # a character that no YAML may hold
            line = text.count("\n", 0, getattr(error, "position", 0)) + 1
            raise self._refusal(line, _("there is a control character")) from None
        except Exception:  # ruamel's parser trips over some broken texts instead of reporting them
            raise self._refusal(max(self.lines.values(), default=1), _reason("")) from None

    def line(self, place: Place) -> int:
        """Return the line of a value, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def _read(self, events: Iterator[Any]) -> None:
        found = False
        for event in events:
            if isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
                if found:
                    raise self._refusal(event.start_mark.line + 1, _("after a line '---' a second codebook begins"))
                found = True
                self.value = self._node(event, events, ())
            elif isinstance(event, AliasEvent):
                self._check(event)

    def _node(self, event: Any, events: Iterator[Any], place: Place) -> Value:  # noqa: ANN401 - ruamel has no types
        self._check(event)
        self.lines.setdefault(place, event.start_mark.line + 1)
        if len(place) > MAX_DEPTH:
            raise self._refusal(event.start_mark.line + 1, _("the values are nested too deeply"))
        if isinstance(event, ScalarEvent):
            return _scalar(event)
        if isinstance(event, MappingStartEvent):
            return self._mapping(events, place)
        items: list[Any] = []
        while not isinstance(item := next(events), SequenceEndEvent):
            items.append(self._node(item, events, (*place, len(items))))
        return items

    def _mapping(self, events: Iterator[Any], place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(key := next(events), MappingEndEvent):
            self._check(key)
            line = key.start_mark.line + 1
            if not isinstance(key, ScalarEvent):
                raise self._refusal(line, _("a list or mapping stands where a name is expected"))
            name = clean_text(key.value) or ""
            if name in found:
                self.repeated.append((*place, name))
            self.lines[*place, name] = line
            found[name] = self._node(next(events), events, (*place, name))
        return found

    def _check(self, event: Any) -> None:  # noqa: ANN401
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            reason = _("& and * have a meaning in YAML that codebooks do not use; put the text between quotes")
        elif getattr(event, "tag", None) is not None:
            reason = _("! has a meaning in YAML that codebooks do not use; put the text between quotes")
        else:
            return
        raise self._refusal(event.start_mark.line + 1, reason)

    def _refusal(self, line: int, reason: str) -> InputError:
        return InputError(
            _("{file}: line {line}: {reason}").format(file=self.path, line=line, reason=reason),
            _("Correct the line and try again; nothing was changed."),
        )


def _scalar(event: Any) -> str | bool | None:  # noqa: ANN401
    plain = event.implicit[0]
    if plain and event.value in ("", "~", "null", "Null", "NULL"):
        return None
    if plain and event.value in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return str(event.value).lower() == "true"
    return clean_text(event.value) or ""


def _reason(problem: str) -> str:
    """Return what is wrong in plain words, for what ruamel calls a problem."""
    if "mapping values are not allowed" in problem:
        return _("a colon followed by a space may stand in a text only between quotes")
    if "'\\t'" in problem or "tab" in problem:
        return _("there is a tab; YAML wants spaces")
    if "cannot start any token" in problem:
        return _("a text that begins with this sign must stand between quotes")
    if "end of stream" in problem or "stream end" in problem:
        return _("a quote or bracket is not closed")
    return _("this is not right as YAML: check quotes, brackets and the spaces at the beginning of the line")
