"""The project file: SQLite through sqlite-utils, one module per group of tables."""
