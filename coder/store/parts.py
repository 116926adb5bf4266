"""The part of a project that a colleague takes along: what is theirs to code, and nothing that others decided of it."""

from __future__ import annotations

import json
from pathlib import Path

from sqlite_utils import Database

from coder.domain.coding import BY_PEOPLE

SPLIT = "split"
"""The command of the action that says of a file that it is a part."""

# Row by row as it stands in the whole, so that the part joins it again without a trace: only rows that count, and all
# versions of a codebook, from which follows what became of a code in either file.
_ROWS = (
    """INSERT INTO answers SELECT * FROM whole.answers WHERE (answer_id, action_id) IN (
         SELECT answer_id, action_id FROM whole.current_answers WHERE answer_id IN temp.taken)""",
    """INSERT INTO questions SELECT * FROM whole.questions WHERE (question_id, action_id) IN (
         SELECT question_id, action_id FROM whole.current_questions WHERE question_id IN (
           SELECT question_id FROM answers))""",
    """INSERT INTO respondents
       SELECT round_id, respondent_id, action_id, iif(:variables, weight, NULL), iif(:variables, variables, '{}'),
              iif(:variables, missing, '{}')
       FROM whole.respondents WHERE (round_id, respondent_id, action_id) IN (
         SELECT round_id, respondent_id, action_id FROM whole.current_respondents
         WHERE (round_id, respondent_id) IN (SELECT round_id, respondent_id FROM answers))""",
    """INSERT INTO variables SELECT * FROM whole.variables WHERE :variables AND (round_id, name, action_id) IN (
         SELECT round_id, name, action_id FROM whole.current_variables
         WHERE round_id IN (SELECT round_id FROM answers))""",
    "INSERT INTO codebooks SELECT * FROM whole.codebooks WHERE question_id IN (SELECT question_id FROM answers)",
    "INSERT INTO aliases SELECT * FROM whole.aliases WHERE question_id IN (SELECT question_id FROM answers)",
    """INSERT INTO codings SELECT * FROM whole.current_codings
       WHERE answer_id IN temp.mine AND coder_id = :coder
          OR :codings AND answer_id IN temp.taken AND source IN (SELECT value FROM json_each(:people))
             AND answer_id NOT IN (SELECT answer_id FROM whole.current_assignments WHERE shared)""",
    """INSERT INTO groups SELECT * FROM whole.groups WHERE (question_id, text_hash, action_id) IN (
         SELECT question_id, text_hash, action_id FROM whole.current_groups
         WHERE (question_id, text_hash) IN (SELECT question_id, text_hash FROM answers))""",
    """INSERT INTO assignments SELECT answer_id, action_id, coder_id, shared FROM whole.current_assignments
       WHERE answer_id IN temp.mine AND coder_id = :coder""",
    """INSERT INTO cleared SELECT * FROM whole.cleared WHERE (answer_id, action_id) IN (
         SELECT answer_id, action_id FROM whole.current_cleared WHERE answer_id IN temp.taken)""",
    """INSERT INTO findings SELECT * FROM whole.findings WHERE (answer_id, action_id, begins, ends) IN (
         SELECT answer_id, action_id, begins, ends FROM whole.current_findings WHERE answer_id IN temp.taken)""",
    """WITH wanted AS (
         SELECT action_id FROM answers UNION SELECT action_id FROM questions UNION SELECT action_id FROM respondents
         UNION SELECT action_id FROM variables UNION SELECT action_id FROM codebooks
         UNION SELECT action_id FROM aliases UNION SELECT action_id FROM codings UNION SELECT action_id FROM groups
         UNION SELECT action_id FROM assignments UNION SELECT action_id FROM cleared
         UNION SELECT action_id FROM findings)
       INSERT INTO actions SELECT * FROM whole.actions
       WHERE action_id IN wanted OR undoes IN wanted AND action_id IN (SELECT action_id FROM whole.actions
         WHERE action_id NOT IN (SELECT action_id FROM whole.hidden))""",
)


def fill_part(
    db: Database,
    whole: Path,
    coder_id: str,
    question_id: str | None,
    round_id: str | None,
    variables: bool,
    codings: bool,
) -> int:
    """Fill an empty project file with a coder's part of another; return how many answers are theirs.

    Parameters
    ----------
    whole : a project file that nobody writes in meanwhile.
    variables : take weights and closed variables along.
    codings : take along what people decided about answers that are not for several coders, to learn from.
    """
    values = {"coder": coder_id, "q": question_id, "r": round_id, "variables": variables, "codings": codings,
              "people": json.dumps(BY_PEOPLE)}  # fmt: skip
    db.execute("ATTACH ? AS whole", [str(whole)])
    db.execute("CREATE TEMP TABLE mine (answer_id INTEGER PRIMARY KEY)")
    db.execute("CREATE TEMP TABLE taken (answer_id INTEGER PRIMARY KEY)")
    db.execute("BEGIN IMMEDIATE")
    db.execute("PRAGMA defer_foreign_keys = ON")
    db.execute(
        """INSERT INTO temp.mine SELECT answer_id FROM whole.current_answers
           WHERE answer_id IN (SELECT answer_id FROM whole.current_assignments WHERE coder_id = :coder)
             AND (:q IS NULL OR question_id = :q) AND (:r IS NULL OR round_id = :r)""",
        values,
    )
    db.execute("INSERT INTO temp.taken SELECT answer_id FROM temp.mine")
    db.execute(
        """INSERT OR IGNORE INTO temp.taken SELECT answer_id FROM whole.current_codings JOIN whole.current_answers
             USING (answer_id)
           WHERE :codings AND status = 'coded' AND source IN (SELECT value FROM json_each(:people))
             AND question_id IN (SELECT question_id FROM whole.answers WHERE answer_id IN temp.mine)
             AND answer_id NOT IN (SELECT answer_id FROM whole.current_assignments WHERE shared)""",
        values,
    )
    for rows in _ROWS:
        db.execute(rows, values)
    mine = db.execute("SELECT count(*) FROM temp.mine").fetchone()[0]
    db.execute("COMMIT")
    db.execute("DETACH whole")
    return int(mine)
