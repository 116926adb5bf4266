"""Dutch text: lemmas and content words. spaCy lives here and nowhere else."""

from coder.language.analyser import Analyser, load
from coder.language.pipelines import version

__all__ = ["Analyser", "load", "version"]
