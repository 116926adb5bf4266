"""The command line: one module per command, loaded when it is used."""

from coder.cli.app import cli, main

__all__ = ["cli", "main"]
