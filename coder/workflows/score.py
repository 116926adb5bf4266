"""Apply a trained model to files of any size, partition by partition; a run that was broken off goes on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from coder import __version__
from coder.domain.errors import InputError, MissingError, UsageError
from coder.domain.survey import Cell, SurveyTable
from coder.domain.texts import _
from coder.exporters import delimited, parquet
from coder.exporters.base import Sheet
from coder.importers.base import ReadOptions, unique_columns
from coder.importers.partitions import ROWS, Partition, Source, open_source
from coder.workflows.columns import find_column
from coder.workflows.portable import PortableModel, open_model
from coder.workflows.project import Progress, no_progress
from coder.workflows.score_folder import changed, prepared, write_note
from coder.workflows.scoring import Score, Setup, processors, run_local

JOINED = "; "

_ENDINGS = (".parquet", ".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class ScoreOptions:
    """What a person may choose."""

    column: str | None = None
    """With the answers; None: the one that is named after the question, or the only one."""
    ids: tuple[str, ...] = ()
    """The columns that name a row; without them, file and row number do."""
    format: Literal["csv", "parquet"] | None = None
    """None: that of the first file."""
    engine: Literal["local", "dask"] = "local"
    scheduler: str | None = None
    processes: int | None = None
    """None: one for each processor."""
    rows: int = ROWS
    top: int = 3
    overwrite: bool = False
    encoding: str | None = None
    """Of CSV files; None: find out."""


@dataclass(slots=True)
class Scored:
    """What stands in the folder."""

    folder: Path
    rows: int = 0
    empty: int = 0
    """Rows without an answer."""
    parts: int = 0
    kept: int = 0
    """Parts that an earlier run had made."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A partition and the file of its results."""

    partition: Partition
    file: Path
    share: float
    """How much of all files has been read at its end."""

    @property
    def name(self) -> str:
        return _("{file}, row {row} and on").format(file=self.partition.path, row=self.partition.first_row)

    @property
    def texts(self) -> list[str]:
        return self.partition.texts


def score(
    model: Path, files: Sequence[Path], folder: Path, options: ScoreOptions, progress: Progress = no_progress
) -> Scored:
    """Give every answer in the files the codes of a model; write one file of results for each partition.

    The name of a file of results holds a hash of the model, the options and the rows it was made of, and it appears
    when it is whole: what an earlier run finished is known by its name. Results do not depend on the engine.

    Raises
    ------
    InputError : the model or a file cannot be read; the message names file, row and column.
    UsageError : the folder holds something else, or cannot be written.
    MissingError : a package is not installed.
    """
    portable = open_model(model)
    portable.stored()  # tells at once whether it can be used here
    sources = [open_source(path, ReadOptions(encoding=options.encoding)) for path in _files(files, folder)]
    columns = [_columns(source, options, portable) for source in sources]
    form = options.format or ("parquet" if sources[0].kind == "parquet" else "csv")
    if form == "parquet":
        parquet.check()
    note = _note(portable, options, form)
    finished = prepared(folder, note, options.overwrite)
    found = Scored(folder)

    def missing() -> Iterator[_Part]:
        for part in _parts(sources, columns, options.rows, note, folder, form):
            found.rows += len(part.texts)
            found.empty += part.texts.count("")
            there = finished.get(found.parts)
            if there not in (None, part.file.name):
                raise changed(folder)
            found.parts += 1
            if there is None:
                yield part
            else:
                found.kept += 1

    done = 0
    for part, scores in _run(missing(), Setup(portable, options.top), options):
        _write(part, scores, options, form)
        done = max(done, found.kept * options.rows) + len(scores)
        progress(_("Coding the answers"), min(done, found.rows), round(found.rows / part.share))
    if found.parts < len(finished):
        raise changed(folder)
    if not found.rows:
        raise InputError(
            _("{file}: there is a header but no rows below it").format(file=sources[0].path),
            _("Export the answers again."),
        )
    write_note(folder, note | {"complete": True, "rows": found.rows, "empty": found.empty, "parts": found.parts})
    return found


def _run(work: Iterator[_Part], setup: Setup, options: ScoreOptions) -> Iterator[tuple[_Part, list[Score]]]:
    processes = options.processes or processors()
    if options.engine == "local":
        return run_local(work, setup, processes)
    try:
        from coder.workflows.score_dask import run_dask
    except ImportError as error:
        raise MissingError(
            _("The package {package} is not installed").format(package="dask"),
            _("Install it: pip install 'enquete-coder[cluster]'; or compute on this computer: --engine local."),
        ) from error
    return run_dask(work, setup, processes, options.scheduler)


def _files(given: Sequence[Path], folder: Path) -> list[Path]:
    """Return the files; a folder stands for the tables in it, in the order of their names."""
    found: list[Path] = []
    for path in given:
        if path.resolve() == folder.resolve():
            raise UsageError(
                _("{folder} cannot hold both the answers and the results").format(folder=path),
                _("Choose another folder for the results."),
            )
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(p for p in path.iterdir() if p.suffix.lower() in _ENDINGS and p.name[0] not in "._")
        if not inside:
            raise InputError(
                _("{folder} holds no Parquet or CSV files").format(folder=path), _("Name the files themselves.")
            )
        found += inside
    return found


def _columns(source: Source, options: ScoreOptions, model: PortableModel) -> tuple[int, tuple[int, ...]]:
    """Return the places of the column with the answers and of those that name a row."""
    table = SurveyTable(str(source.path), source.kind, source.columns, (), ())
    ids = tuple(find_column(table, name) for name in options.ids)
    if options.column is not None:
        return find_column(table, options.column), ids
    for name in (model.question.text, model.question.question_id):
        if name in source.columns:
            return source.columns.index(name), ids
    others = [place for place in range(len(source.columns)) if place not in ids]
    if len(others) == 1:
        return others[0], ids
    raise UsageError(
        _("{file}: which column holds the answers to '{question}'?").format(
            file=source.path, question=model.question.question_id
        ),
        _("Name it: --column NAME. Columns of the file: {columns}.").format(columns=", ".join(source.columns[:12])),
    )


def _note(model: PortableModel, options: ScoreOptions, form: str) -> dict[str, Any]:
    """Return what the results depend on, beside the rows themselves."""
    return {
        "coder": __version__,
        "model": model.seal,
        "model_id": model.manifest["model_id"],
        "question": model.question.question_id,
        "codebook": model.codebook.version,
        "codes": {code.code_id: code.label for code in model.codebook.usable},
        "column": options.column,
        "ids": list(options.ids),
        "rows_of_a_part": options.rows,
        "top": options.top,
        "format": form,
    }


def _parts(
    sources: Sequence[Source],
    columns: Sequence[tuple[int, tuple[int, ...]]],
    rows: int,
    note: dict[str, Any],
    folder: Path,
    form: str,
) -> Iterator[_Part]:
    sizes = [source.path.stat().st_size for source in sources]
    number, before = 0, 0
    made_by = json.dumps(note, sort_keys=True).encode()
    for source, (text, ids), size in zip(sources, columns, sizes, strict=True):
        for partition in source.partitions(text, ids, rows):
            file = folder / f"part-{number:06}-{_digest(made_by, partition)}.{form}"
            yield _Part(partition, file, (before + partition.share * size) / max(sum(sizes), 1))
            number += 1
        before += size


def _digest(made_by: bytes, partition: Partition) -> str:
    found = hashlib.blake2b(made_by, digest_size=8)
    where = [partition.path.name, str(partition.first_row)]
    for values in (where, partition.texts, *partition.ids):
        # repr: no two lists read the same, whatever the texts hold.
        found.update(repr([str(value) for value in values]).encode())
    return found.hexdigest()


def _write(part: _Part, scores: Sequence[Score], options: ScoreOptions, form: str) -> None:
    partition = part.partition
    named: list[tuple[str, type, Sequence[Any]]]
    if partition.ids:
        named = [(name, str, values) for name, values in zip(options.ids, partition.ids, strict=True)]
    else:
        n = len(scores)
        first = partition.first_row
        named = [("file", str, [partition.path.name] * n), ("row", int, list(range(first, first + n)))]
    named.append(("codes", str, [JOINED.join(codes) if codes else None for codes, _ranked in scores]))
    for k in range(options.top):
        best = [ranked[k] if k < len(ranked) else (None, None) for _codes, ranked in scores]
        named.append((f"code_{k + 1}", str, [code for code, _probability in best]))
        named.append((f"probability_{k + 1}", float, [probability for _code, probability in best]))
    names = unique_columns([name for name, _kind, _values in named])
    if form == "parquet":
        kinds_and_values = [(kind, values) for _name, kind, values in named]
        parquet.write_columns(part.file, dict(zip(names, kinds_and_values, strict=True)))
        return
    cells = [[_cell(value) for value in values] for _name, _kind, values in named]
    delimited.write(part.file, [Sheet("", names, list(zip(*cells, strict=True)))])


def _cell(value: Any) -> Cell:  # noqa: ANN401 - of any file
    plain = value.as_py() if hasattr(value, "as_py") else value
    return plain if isinstance(plain, Cell) else str(plain)
