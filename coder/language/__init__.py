"""Dutch text: lemmas, content words, sentence vectors. spaCy lives here and nowhere else."""

from coder.language.analyser import Analyser, load
from coder.language.encoders import Encoder, encoder
from coder.language.pipelines import version

__all__ = ["Analyser", "Encoder", "encoder", "load", "version"]
