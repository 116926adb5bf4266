"""The shape of the project file, as numbered steps. A step that has been released is never edited.

Everything that a person did is an *action*; rows carry the action that wrote them and are never overwritten. What
counts now is a view: the newest row whose action has not been undone. So one mechanism undoes codings, imports,
codebook edits and models alike, and two project files join by a union of rows.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from coder.store import readable

APPLICATION_ID = 0x454E5143  # 'ENQC', so that `file` and we recognise a project file

MIGRATIONS = Migrations("coder")


@MIGRATIONS(name="001_first")
def _first(db: Database) -> None:
    statements = (
        """CREATE TABLE actions (
             action_id TEXT PRIMARY KEY, coder_id TEXT NOT NULL, command TEXT NOT NULL, created_at TEXT NOT NULL,
             details TEXT NOT NULL DEFAULT '{}', undoes TEXT) WITHOUT ROWID""",
        "CREATE UNIQUE INDEX actions_undoes ON actions (undoes) WHERE undoes IS NOT NULL",
        """CREATE TABLE questions (
             question_id TEXT NOT NULL, action_id TEXT NOT NULL REFERENCES actions, text TEXT NOT NULL,
             position INTEGER NOT NULL,
             PRIMARY KEY (question_id, action_id)) WITHOUT ROWID""",
        """CREATE TABLE respondents (
             round_id TEXT NOT NULL, respondent_id TEXT NOT NULL, action_id TEXT NOT NULL REFERENCES actions,
             weight REAL, variables TEXT NOT NULL DEFAULT '{}',
             PRIMARY KEY (round_id, respondent_id, action_id)) WITHOUT ROWID""",
        """CREATE TABLE answers (
             answer_id INTEGER NOT NULL, action_id TEXT NOT NULL REFERENCES actions, question_id TEXT NOT NULL,
             round_id TEXT NOT NULL, respondent_id TEXT NOT NULL, text TEXT NOT NULL, text_hash TEXT NOT NULL,
             position INTEGER NOT NULL, PRIMARY KEY (answer_id, action_id))""",
        """CREATE TABLE codings (
             coding_id TEXT PRIMARY KEY, action_id TEXT NOT NULL REFERENCES actions, answer_id INTEGER NOT NULL,
             coder_id TEXT NOT NULL, status TEXT NOT NULL, source TEXT NOT NULL, codes TEXT NOT NULL,
             suggested TEXT NOT NULL, model_id TEXT NOT NULL, codebook_version TEXT NOT NULL,
             text_hash TEXT NOT NULL, created_at TEXT NOT NULL, memo TEXT NOT NULL, quote INTEGER NOT NULL)""",
        "CREATE INDEX codings_by_answer ON codings (answer_id, coder_id, coding_id)",
        "CREATE INDEX codings_by_action ON codings (action_id)",
        """CREATE TABLE codebooks (
             question_id TEXT NOT NULL, action_id TEXT NOT NULL REFERENCES actions, version TEXT NOT NULL,
             content TEXT NOT NULL, yaml TEXT NOT NULL, PRIMARY KEY (question_id, action_id)) WITHOUT ROWID""",
        """CREATE TABLE models (
             model_id TEXT PRIMARY KEY, action_id TEXT NOT NULL REFERENCES actions, question_id TEXT NOT NULL,
             created_at TEXT NOT NULL, manifest TEXT NOT NULL, data BLOB NOT NULL)""",
        # A cache: safe to delete, never the truth.
        """CREATE TABLE words (
             verbatim_hash TEXT NOT NULL, language_version TEXT NOT NULL, words TEXT NOT NULL,
             PRIMARY KEY (verbatim_hash, language_version)) WITHOUT ROWID""",
        "CREATE VIEW undone AS SELECT undoes AS action_id FROM actions WHERE undoes IS NOT NULL",
        """CREATE VIEW current_questions AS
             SELECT question_id, text, position, max(action_id) AS action_id, min(action_id) AS first_action_id
             FROM questions WHERE action_id NOT IN undone GROUP BY question_id""",
        """CREATE VIEW current_respondents AS
             SELECT round_id, respondent_id, weight, variables, max(action_id) AS action_id
             FROM respondents WHERE action_id NOT IN undone GROUP BY round_id, respondent_id""",
        """CREATE VIEW current_answers AS
             SELECT answer_id, question_id, round_id, respondent_id, text, text_hash, position,
                    max(action_id) AS action_id
             FROM answers WHERE action_id NOT IN undone GROUP BY answer_id""",
        """CREATE VIEW current_codings AS
             SELECT * FROM codings WHERE coding_id IN (
               SELECT max(coding_id) FROM codings WHERE action_id NOT IN undone GROUP BY answer_id, coder_id)""",
        """CREATE VIEW current_codebooks AS
             SELECT question_id, version, content, yaml, max(action_id) AS action_id
             FROM codebooks WHERE action_id NOT IN undone GROUP BY question_id""",
    )
    for statement in statements:
        db.execute(statement)


@MIGRATIONS(name="002_samples_groups_vectors")
def _samples_groups_vectors(db: Database) -> None:
    statements = (
        # Random samples: only what was drawn by chance supports a percentage of what nobody read.
        """CREATE TABLE samples (
             answer_id INTEGER NOT NULL, action_id TEXT NOT NULL REFERENCES actions, question_id TEXT NOT NULL,
             round_id TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (answer_id, action_id)) WITHOUT ROWID""",
        # Answers that read alike: an empty group_id takes a text out of its group again.
        """CREATE TABLE groups (
             question_id TEXT NOT NULL, text_hash TEXT NOT NULL, action_id TEXT NOT NULL REFERENCES actions,
             group_id TEXT NOT NULL, PRIMARY KEY (question_id, text_hash, action_id)) WITHOUT ROWID""",
        # A cache, as words are: sentence vectors as eight-bit numbers.
        """CREATE TABLE vectors (
             verbatim_hash TEXT NOT NULL, encoder_version TEXT NOT NULL, vector BLOB NOT NULL,
             PRIMARY KEY (verbatim_hash, encoder_version)) WITHOUT ROWID""",
        """CREATE VIEW current_samples AS
             SELECT answer_id, question_id, round_id, position, max(action_id) AS action_id
             FROM samples WHERE action_id NOT IN undone GROUP BY answer_id""",
        """CREATE VIEW current_groups AS
             SELECT question_id, text_hash, group_id, max(action_id) AS action_id
             FROM groups WHERE action_id NOT IN undone GROUP BY question_id, text_hash""",
    )
    for statement in statements:
        db.execute(statement)


@MIGRATIONS(name="003_personal")
def _personal(db: Database) -> None:
    statements = (
        # What a person decided about a finding: characters `begins` to `ends` of the text with this hash, as it then
        # was. Once the text is replaced for good, the hash is empty.
        """CREATE TABLE findings (
             answer_id INTEGER NOT NULL, action_id TEXT NOT NULL REFERENCES actions, begins INTEGER NOT NULL,
             ends INTEGER NOT NULL, kind TEXT NOT NULL, replaced INTEGER NOT NULL, verbatim_hash TEXT NOT NULL,
             PRIMARY KEY (answer_id, action_id, begins, ends)) WITHOUT ROWID""",
        # Answers that were checked for personal data, and how many findings wait for a person.
        """CREATE TABLE cleared (
             answer_id INTEGER NOT NULL, action_id TEXT NOT NULL REFERENCES actions, text_hash TEXT NOT NULL,
             by_person INTEGER NOT NULL, unreviewed INTEGER NOT NULL,
             PRIMARY KEY (answer_id, action_id)) WITHOUT ROWID""",
        # What answers said before the action that replaced personal data; only where the user wants them kept. No
        # export reads this table.
        """CREATE TABLE originals (
             answer_id INTEGER NOT NULL, action_id TEXT NOT NULL REFERENCES actions, row_action_id TEXT NOT NULL,
             text TEXT NOT NULL, text_hash TEXT NOT NULL,
             PRIMARY KEY (answer_id, action_id, row_action_id)) WITHOUT ROWID""",
        # What has to be done to the file as a whole, also when the program was killed before it could.
        "CREATE TABLE chores (name TEXT PRIMARY KEY) WITHOUT ROWID",
        """CREATE VIEW current_findings AS
             SELECT answer_id, begins, ends, kind, replaced, verbatim_hash, max(action_id) AS action_id
             FROM findings WHERE action_id NOT IN undone GROUP BY answer_id, verbatim_hash, begins, ends""",
        """CREATE VIEW current_cleared AS
             SELECT answer_id, text_hash, by_person, unreviewed, max(action_id) AS action_id
             FROM cleared WHERE action_id NOT IN undone GROUP BY answer_id""",
    )
    for statement in statements:
        db.execute(statement)


@MIGRATIONS(name="004_several_coders")
def _several_coders(db: Database) -> None:
    statements = (
        # The part of the answer that is the quote: characters `quote_begins` to `quote_ends`; null for all of it.
        "ALTER TABLE codings ADD COLUMN quote_begins INTEGER",
        "ALTER TABLE codings ADD COLUMN quote_ends INTEGER",
        # Who is to code which answer. An answer that several code has a row for each of them, and `shared` is 1: they
        # code it blind, and what they decided is compared.
        """CREATE TABLE assignments (
             answer_id INTEGER NOT NULL, action_id TEXT NOT NULL REFERENCES actions, coder_id TEXT NOT NULL,
             shared INTEGER NOT NULL, PRIMARY KEY (answer_id, action_id, coder_id)) WITHOUT ROWID""",
        """CREATE VIEW current_assignments AS
             SELECT answer_id, coder_id, shared, action_id FROM assignments
             WHERE (answer_id, action_id) IN (
               SELECT answer_id, max(action_id) FROM assignments WHERE action_id NOT IN undone GROUP BY answer_id)""",
    )
    for statement in statements:
        db.execute(statement)


@MIGRATIONS(name="005_variables")
def _variables(db: Database) -> None:
    statements = (
        # Question text and value labels of closed variables; the respondents' rows hold the labels themselves.
        """CREATE TABLE variables (
             round_id TEXT NOT NULL, name TEXT NOT NULL, action_id TEXT NOT NULL REFERENCES actions,
             position INTEGER NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL, labels TEXT NOT NULL,
             PRIMARY KEY (round_id, name, action_id)) WITHOUT ROWID""",
        """CREATE VIEW current_variables AS
             SELECT round_id, name, position, text, kind, labels, max(action_id) AS action_id
             FROM variables WHERE action_id NOT IN undone GROUP BY round_id, name""",
    )
    for statement in statements:
        db.execute(statement)


@MIGRATIONS(name="006_merging")
def _merging(db: Database) -> None:
    statements = (
        # In two files that become one, two people may have undone the same action.
        "DROP INDEX actions_undoes",
        "CREATE INDEX actions_undoes ON actions (undoes) WHERE undoes IS NOT NULL",
        # By which merges an action of another file came; actions made here have no row. See `coder.store.merges`.
        """CREATE TABLE merged (
             action_id TEXT NOT NULL REFERENCES actions, merge_id TEXT NOT NULL REFERENCES actions,
             PRIMARY KEY (action_id, merge_id)) WITHOUT ROWID""",
        # What follows from it: the actions all of whose merges are undone. Worked out anew with every merge and undo.
        "CREATE TABLE hidden (action_id TEXT PRIMARY KEY) WITHOUT ROWID",
        "DROP VIEW undone",
        """CREATE VIEW undone AS
             SELECT undoes AS action_id FROM actions WHERE undoes IS NOT NULL AND action_id NOT IN hidden
             UNION SELECT action_id FROM hidden""",
        # A code that is another one under another id: codings keep the id that they were given and count as the other.
        """CREATE TABLE aliases (
             question_id TEXT NOT NULL, code_id TEXT NOT NULL, action_id TEXT NOT NULL REFERENCES actions,
             same_as TEXT NOT NULL, PRIMARY KEY (question_id, code_id, action_id)) WITHOUT ROWID""",
        """CREATE VIEW current_aliases AS
             SELECT question_id, code_id, same_as, max(action_id) AS action_id
             FROM aliases WHERE action_id NOT IN undone GROUP BY question_id, code_id""",
        # The version (or, after a merge, versions) that a version of a codebook was made from, by action and apart by
        # spaces: what became of a code in two files can only be told from where they parted.
        "ALTER TABLE codebooks ADD COLUMN parents TEXT NOT NULL DEFAULT ''",
        """UPDATE codebooks SET parents = coalesce((
             SELECT max(p.action_id) FROM codebooks p
             WHERE p.question_id = codebooks.question_id AND p.action_id < codebooks.action_id), '')""",
        # Long reads go part by part, each beginning where the one before ended.
        "CREATE INDEX answers_in_order ON answers (round_id, position, answer_id)",
        "CREATE INDEX answers_by_respondent ON answers (round_id, respondent_id, question_id, answer_id, action_id)",
    )
    for statement in statements:
        db.execute(statement)


@MIGRATIONS(name="007_readable")
def _readable(db: Database) -> None:
    for statement in readable.statements():
        db.execute(statement)


@MIGRATIONS(name="008_missing")
def _missing(db: Database) -> None:
    statements = (
        # Values that stand for no answer: those of a respondent by variable, and from where to where a variable has
        # them. They are apart from `variables`, so that whatever counts answers need not know of them.
        "ALTER TABLE respondents ADD COLUMN missing TEXT NOT NULL DEFAULT '{}'",
        "ALTER TABLE variables ADD COLUMN missing TEXT NOT NULL DEFAULT '[]'",
        "DROP VIEW current_variables",
        """CREATE VIEW current_variables AS
             SELECT round_id, name, position, text, kind, labels, missing, max(action_id) AS action_id
             FROM variables WHERE action_id NOT IN undone GROUP BY round_id, name""",
        "DROP VIEW current_respondents",
        """CREATE VIEW current_respondents AS
             SELECT round_id, respondent_id, weight, variables, missing, max(action_id) AS action_id
             FROM respondents WHERE action_id NOT IN undone GROUP BY round_id, respondent_id""",
    )
    for statement in statements:
        db.execute(statement)


LATEST = len(MIGRATIONS.pending(Database(memory=True)))
