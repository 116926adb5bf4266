"""Which spaCy pipeline analyses the answers: found without importing spaCy, loaded when needed."""

from __future__ import annotations

import hashlib
import json
import os
import re
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.domain.errors import MissingError
from coder.domain.texts import _

if TYPE_CHECKING:
    from spacy.language import Language

RULES_VERSION = 3
"""Raise it when tokenising, lemmas, mending, negation, phrases or stop words change: all is then analysed again."""

SHIPPED = Path(__file__).parent / "dutch"
"""The Dutch pipeline that comes with coder; the recipe is in `coder/language/training`."""

DUTCH_PACKAGES = ("nl_core_news_lg", "nl_core_news_md", "nl_core_news_sm")
"""Best first."""

UNUSED_PARTS = ("ner", "senter", "tagger", "attribute_ruler")
"""Parts of trained pipelines that cost time and that nothing here needs."""

_PACKAGE = re.compile(r"^[a-z]{2,3}_\w+$")
# Survey answers run sentences together without a space: 'zorg.Verder niets', 'wonen/werk'.
_INFIXES = (r"(?<=[^\W\d_]{2})[.…,;:!?()\"]+(?=[^\W\d_]{2})", r"(?<=\w)/+(?=\w)")


def version(name: str | None = None) -> str:
    """Return which pipeline `load(name)` would use and its version, without importing spaCy: a key for caches.

    Parameters
    ----------
    name : a spaCy package or the path of a pipeline; 'blank' for one without training; None for what CODER_MODEL names,
        else the best that is installed, else the one that comes with coder.

    Raises
    ------
    MissingError : `name` is not on this computer.
    """
    found = _find(name)
    if found is None:
        spacy, simplemma = installed_version("spacy"), installed_version("simplemma")
        return f"blank-nl-{spacy}+simplemma-{simplemma}/{RULES_VERSION}"
    if isinstance(found, Path):
        return f"{_described(found)}/{RULES_VERSION}"
    try:
        return f"{found}-{installed_version(found)}/{RULES_VERSION}"
    except PackageNotFoundError:  # a package folder that was copied rather than installed
        return f"{found}/{RULES_VERSION}"


def pipeline(name: str | None = None, *, parser: bool = True) -> Language:
    """Load the pipeline of `version(name)`, with or without its parser.

    Raises
    ------
    MissingError : `name` is not on this computer, or this spaCy cannot load it.
    """
    found = _find(name)
    import spacy
    from spacy.util import compile_infix_regex

    if found is None:
        nlp = spacy.blank("nl")
    else:
        try:
            nlp = spacy.load(found, exclude=[*UNUSED_PARTS, *(() if parser else ("parser",))])
        except (OSError, ValueError, ImportError) as error:
            raise MissingError(
                _("the language model {name} cannot be loaded: {reason}").format(name=name or found, reason=error),
                _("Install the release of the model that fits spaCy {version}.").format(
                    version=installed_version("spacy")
                ),
            ) from error
    # spaCy would take 'idee.ik' for a web address and keep it in one piece.
    tokenizer: Any = nlp.tokenizer
    tokenizer.url_match = None
    tokenizer.infix_finditer = compile_infix_regex([*(nlp.Defaults.infixes or ()), *_INFIXES]).finditer
    return nlp


def is_trained(nlp: Language) -> bool:
    """Return whether a pipeline finds lemmas itself."""
    return any(part in nlp.pipe_names for part in ("lemmatizer", "trainable_lemmatizer"))


def _find(name: str | None) -> str | Path | None:
    name = name if name is not None else os.environ.get("CODER_MODEL") or None
    if name is None:
        installed = next((package for package in DUTCH_PACKAGES if find_spec(package)), None)
        return installed or (SHIPPED if (SHIPPED / "meta.json").is_file() else None)
    if name == "blank":
        return None
    # Only names that look like a pipeline's: loading a package runs its code.
    if _PACKAGE.match(name) and find_spec(name):
        return name
    if (Path(name) / "meta.json").is_file():
        return Path(name)
    raise MissingError(
        _("the language model {name} is not on this computer").format(name=name),
        _("Install it with: python -m spacy download {name} - or leave it out.").format(name=name),
    )


def _described(folder: Path) -> str:
    content = (folder / "meta.json").read_bytes()
    try:
        meta = json.loads(content)
        title = f"{meta['lang']}_{meta['name']}-{meta['version']}"
    except (ValueError, KeyError, TypeError) as error:
        raise MissingError(
            _("{path}: this is not a spaCy language model").format(path=folder),
            _("Name the folder that holds the file meta.json of the model."),
        ) from error
    # Two trainings may carry one version number; their scores in meta.json differ.
    return f"{title}#{hashlib.blake2b(content, digest_size=4).hexdigest()}"
