"""Edits of a codebook, one at a time: what may be done to it, and the codebook that comes of it.

Codes are never thrown away, as answers carry them. A code that is merged or split is retired and tells what replaced
it; the answers that have it are coded again by people, or all at once where it is only merged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from coder.domain.codebook import Code, Codebook, slug
from coder.domain.errors import UsageError
from coder.domain.texts import _


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a code another label; its id, and so all codings, stay."""

    code_id: str
    label: str


@dataclass(frozen=True, slots=True)
class Define:
    """Say anew what a code means."""

    code_id: str
    definition: str


@dataclass(frozen=True, slots=True)
class Move:
    """Bring a code, with all below it, under another net; None brings it to the top."""

    code_id: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Retire:
    """Take a code out of use; what was coded with it stays."""

    code_id: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Replace codes by one: an existing code (its id or label), or a new one with `into` as its label."""

    code_ids: tuple[str, ...]
    into: str


@dataclass(frozen=True, slots=True)
class Split:
    """Replace a code by new ones with these labels, two or more."""

    code_id: str
    labels: tuple[str, ...]


CodebookEdit = Rename | Define | Move | Retire | Merge | Split


def applied(codebook: Codebook, edit: CodebookEdit) -> Codebook:
    """Return the codebook after an edit. Ids stay unique and stable, and nets never go round in a circle.

    Raises
    ------
    UsageError : there is no such code, the label is empty or taken, or the edit makes no sense for the code.
    """
    match edit:
        case Rename(code_id, label):
            code = _existing(codebook, code_id)
            return _changed(codebook, replace(code, label=_free(codebook, label, code)))
        case Define(code_id, definition):
            return _changed(codebook, replace(_existing(codebook, code_id), definition=definition.strip()))
        case Move(code_id, parent):
            return _moved(codebook, _existing(codebook, code_id), parent)
        case Retire(code_id):
            code = _replaceable(codebook, code_id)
            if code.retired:
                raise UsageError(_("'{label}' is retired already").format(label=code.label))
            return _changed(codebook, replace(code, retired=True))
        case Merge(code_ids, into):
            return _merged(codebook, tuple(dict.fromkeys(code_ids)), into)
        case Split(code_id, labels):
            return _split(codebook, _replaceable(codebook, code_id), labels)


def _moved(codebook: Codebook, code: Code, parent: str | None) -> Codebook:
    if parent is not None:
        net = _existing(codebook, parent)
        if code.code_id in (net.code_id, *codebook.nets_of(net.code_id)):
            raise UsageError(
                _("'{label}' cannot be moved under '{net}': that is itself, or lies below it").format(
                    label=code.label, net=net.label
                ),
                _("Choose another net, or the top."),
            )
        if net.retired:
            raise UsageError(
                _("'{label}' is retired, and takes no codes below it").format(label=net.label),
                _("Choose another net, or the top."),
            )
    return _changed(codebook, replace(code, parent=parent))


def _merged(codebook: Codebook, code_ids: tuple[str, ...], into: str) -> Codebook:
    sources = [_replaceable(codebook, code_id) for code_id in code_ids]
    target = codebook.named(into)
    if target is None:
        if len(sources) < 2:
            raise UsageError(
                _("Merging takes two codes or more"),
                _("Name the codes to merge; to give one code another label, rename it."),
            )
        return _replaced(codebook, sources, (_free(codebook, into),))
    if target.code_id in code_ids:
        raise UsageError(
            _("'{label}' cannot be merged into itself").format(label=target.label),
            _("Name only the codes that go into it, or a new label for all."),
        )
    if not sources:
        raise UsageError(_("No code is named to merge"), _("Name the codes that go into '{label}'.").format(label=into))
    if target.retired or target.code_id in codebook.nets:
        raise UsageError(
            _("'{label}' is a net or retired: no answer can be given it").format(label=target.label),
            _("Merge into a code that is in use, or into a new one."),
        )
    words = {
        name: tuple(dict.fromkeys(word for code in (target, *sources) for word in getattr(code, name)))
        for name in ("keywords", "examples")
    }
    codebook = _changed(codebook, replace(target, keywords=words["keywords"], examples=words["examples"]))
    for source in sources:
        codebook = _changed(codebook, replace(source, retired=True, replaced_by=(target.code_id,)))
    return codebook


def _split(codebook: Codebook, code: Code, labels: Iterable[str]) -> Codebook:
    parts = [_free(codebook, label) for label in labels]
    if len({part.casefold() for part in parts}) < max(2, len(parts)):
        raise UsageError(
            _("'{label}' is split into two parts or more, each with a label of its own").format(label=code.label),
            _("Give a new label for each part."),
        )
    return _replaced(codebook, [code], parts)


def _replaced(codebook: Codebook, sources: list[Code], labels: Iterable[str]) -> Codebook:
    """Return the codebook with new codes right behind the last of the codes that they replace."""
    known = {code.code_id for code in codebook.codes}
    last = max(map(codebook.codes.index, sources))
    parents = {source.parent for source in sources}
    merged = len(sources) > 1
    added: list[Code] = []
    for label in labels:
        code_id = slug(label, known)
        known.add(code_id)
        added.append(
            Code(
                code_id,
                label,
                # Of one code that is split it is not known which word belongs to which part.
                keywords=tuple(dict.fromkeys(word for s in sources for word in s.keywords)) if merged else (),
                examples=tuple(dict.fromkeys(word for s in sources for word in s.examples)) if merged else (),
                parent=parents.copy().pop() if len(parents) == 1 else None,
                exclusive=all(source.exclusive for source in sources),
            )
        )
    by = tuple(code.code_id for code in added)
    for source in sources:
        codebook = _changed(codebook, replace(source, retired=True, replaced_by=by))
    return Codebook((*codebook.codes[: last + 1], *added, *codebook.codes[last + 1 :]))


def _changed(codebook: Codebook, changed: Code) -> Codebook:
    return Codebook(tuple(changed if code.code_id == changed.code_id else code for code in codebook.codes))


def _existing(codebook: Codebook, code_id: str) -> Code:
    code = codebook.by_id.get(code_id)
    if code is None:
        raise UsageError(
            _("There is no code '{code}' in the codebook").format(code=code_id),
            _("coder codebook show lists the codes."),
        )
    return code


def _replaceable(codebook: Codebook, code_id: str) -> Code:
    """Return a code that can be taken out of use.

    Raises
    ------
    UsageError : it was replaced before, or it is the net of codes that are in use.
    """
    code = _existing(codebook, code_id)
    if code.replaced_by:
        raise UsageError(
            _("'{label}' was merged or split before").format(label=code.label),
            _("Take the codes that replaced it: {codes}.").format(
                codes=", ".join(codebook.label(c) for c in codebook.successors(code_id))
            ),
        )
    if any(below.parent == code_id and not below.retired for below in codebook.codes):
        raise UsageError(
            _("'{label}' is a net of codes that are in use").format(label=code.label),
            _("Move the codes below it first: coder codebook move."),
        )
    return code


def _free(codebook: Codebook, label: str, own: Code | None = None) -> str:
    """Return a label on one line that no other code has."""
    label = " ".join(label.split())
    if not label:
        raise UsageError(_("A code needs a label"), _("Give one, such as 'Netwerk en contacten'."))
    other = codebook.named(label)
    if other is not None and (own is None or other.code_id != own.code_id):
        if label.casefold() != other.label.casefold():
            raise UsageError(
                _("'{name}' is the id of the code '{label}'").format(name=label, label=other.label),
                _("Take another label."),
            )
        raise UsageError(
            _("The label '{label}' is taken").format(label=other.label),
            _("Take another label, or rename that code first."),
        )
    return label
