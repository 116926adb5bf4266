"""coder: code open-ended survey answers in the terminal, with suggestions that learn from every decision."""

__version__ = "0.1.0"
