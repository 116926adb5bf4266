"""Files in: one module per format, each with `NAME`, `recognises` and `read` (see `protocols.Format`)."""
