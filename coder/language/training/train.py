"""Train the pipeline that ships: `python -m coder.language.training.train TREEBANKS FOLDER`, 40 minutes on a core."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from coder.language.pipelines import SHIPPED
from coder.language.training import forms, treebank

CONFIG = Path(__file__).with_name("config.cfg")

ABOUT = {
    "name": "coder",
    "version": "1.0.0",
    "spacy_version": ">=3.8.0,<3.9.0",
    "description": "A compact Dutch pipeline for survey answers: parts of speech, lemmas, dependencies.",
    "author": "the makers of coder",
    "email": "",
    "url": "",
    "license": "CC BY-SA 4.0 and LGPL 2.1",
    "sources": [
        {
            "name": "UD Dutch Alpino",
            "url": "https://github.com/UniversalDependencies/UD_Dutch-Alpino",
            "license": "CC BY-SA 4.0",
        },
        {
            "name": "UD Dutch LassySmall",
            "url": "https://github.com/UniversalDependencies/UD_Dutch-LassySmall",
            "license": "CC BY-SA 4.0",
        },
        {"name": "Alpino Treebank", "url": "https://www.let.rug.nl/vannoord/trees/", "license": "LGPL 2.1"},
    ],
}
"""What meta.json says of the pipeline besides its scores, which are those on the development part."""


def train(source: Path, folder: Path) -> None:
    """Train into `folder`; the best model is `model-best` there."""
    from spacy.cli.train import train as run

    from coder.language.training import augment  # noqa: F401 - registers what the configuration names

    treebank.prepare(source, folder)
    paths = {f"paths.{part}": str(folder / f"{part}.spacy") for part in ("train", "dev")}
    run(CONFIG, folder, overrides=paths)


def ship(model: Path, source: Path, target: Path = SHIPPED) -> None:
    """Put a trained model and its table of forms in the place of the one that ships; licences there stay."""
    target.mkdir(exist_ok=True)
    for old in target.iterdir():
        if old.is_dir():
            shutil.rmtree(old)
    shutil.copytree(model, target, dirs_exist_ok=True)
    meta = json.loads((target / "meta.json").read_text(encoding="utf-8")) | ABOUT
    # Losses say nothing of the result.
    meta["performance"] = {name: score for name, score in meta["performance"].items() if not name.endswith("_loss")}
    (target / "meta.json").write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    forms.write(source / "train.conllu", target / "forms.tsv.gz")


def main() -> None:
    """Train, and ship the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="folder of the .conllu files")
    parser.add_argument(
        "folder", type=Path, help="for what training makes; a finished model-best there is not trained again"
    )
    options = parser.parse_args()
    if not (options.folder / "model-best").is_dir():
        train(options.source, options.folder)
    ship(options.folder / "model-best", options.source)


if __name__ == "__main__":
    main()
