"""Dutch text: lemmas, content words, sentence vectors. spaCy lives here and nowhere else."""

from coder.language.analyser import Analyser, load
from coder.language.encoders import Encoder, encoder
from coder.language.pipelines import version
from coder.language.workers import analysed

__all__ = ["Analyser", "Encoder", "analysed", "encoder", "load", "version"]
