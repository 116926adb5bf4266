"""Views of the project file that people and other programs read: with names that speak for themselves.

They are made by a step of `coder.store.migrations`, which is never edited once it is released: a change is a new step.
No view shows the versions of answers that no longer count, nor originals of what was redacted.
"""

from __future__ import annotations

VIEWS: dict[str, str] = {
    # Which code a code is in the end, where two files joined that both had it under an id of their own.
    "code_aliases": """
        WITH RECURSIVE chain (question_id, code_id, same_as, steps) AS (
          SELECT question_id, code_id, same_as, 1 FROM current_aliases
          UNION
          SELECT c.question_id, c.code_id, a.same_as, c.steps + 1 FROM chain c
          JOIN current_aliases a ON a.question_id = c.question_id AND a.code_id = c.same_as
          WHERE c.steps < 100 AND a.same_as <> c.code_id)
        SELECT question_id AS question, code_id AS given_as, same_as AS code, max(steps) AS steps
        FROM chain GROUP BY question_id, code_id""",
    # No function but json_each: others are refused in a file that may come from anybody (PRAGMA trusted_schema).
    "codebook": """
        WITH fields AS MATERIALIZED (
          SELECT b.question_id AS question, c.key AS place,
                 max(CASE f.key WHEN 'code_id' THEN f.value END) AS code,
                 max(CASE f.key WHEN 'label' THEN f.value END) AS label,
                 max(CASE f.key WHEN 'parent' THEN f.value END) AS parent,
                 max(CASE f.key WHEN 'definition' THEN f.value END) AS definition,
                 max(CASE f.key WHEN 'include' THEN f.value END) AS include,
                 max(CASE f.key WHEN 'exclude' THEN f.value END) AS exclude,
                 coalesce(max(CASE f.key WHEN 'exclusive' THEN f.value END), 0) AS exclusive,
                 coalesce(max(CASE f.key WHEN 'retired' THEN f.value END), 0) AS retired
          FROM current_codebooks b, json_each(b.content) c, json_each(c.value) f GROUP BY b.question_id, c.key)
        SELECT f.question, f.code, f.label, n.label AS net, f.definition, f.include, f.exclude, f.exclusive, f.retired
        FROM fields f LEFT JOIN fields n ON n.question = f.question AND n.code = f.parent
        ORDER BY f.question, f.place""",
    # What each coder decided last about each answer; `counts` is 1 for the decision that tables use. Row by row, with
    # the index on answers, so that the first page of a hundred thousand stands there at once.
    "decisions": """
        SELECT a.question_id AS question, a.round_id AS round, a.respondent_id AS respondent, c.coder_id AS coder,
               c.source AS source, c.status AS status, c.coding_id = (
                 SELECT f.coding_id FROM codings f
                 WHERE f.answer_id = c.answer_id AND f.status <> 'open' AND f.action_id NOT IN undone AND NOT EXISTS (
                   SELECT 1 FROM codings n WHERE n.answer_id = f.answer_id AND n.coder_id = f.coder_id
                     AND n.coding_id > f.coding_id AND n.action_id NOT IN undone)
                 ORDER BY CASE f.source WHEN 'reconciled' THEN 0 WHEN 'machine' THEN 2 WHEN 'rule' THEN 2 ELSE 1 END,
                          f.coding_id DESC LIMIT 1) AS counts,
               c.created_at AS decided_at, c.quote AS quote, c.memo AS memo, c.codebook_version AS codebook_version,
               c.coding_id AS coding_id
        FROM codings c JOIN answers a ON a.answer_id = c.answer_id
        WHERE c.action_id NOT IN undone AND NOT EXISTS (
            SELECT 1 FROM codings n WHERE n.answer_id = c.answer_id AND n.coder_id = c.coder_id
              AND n.coding_id > c.coding_id AND n.action_id NOT IN undone)
          AND a.action_id NOT IN undone AND NOT EXISTS (
            SELECT 1 FROM answers n WHERE n.answer_id = a.answer_id AND n.action_id > a.action_id
              AND n.action_id NOT IN undone)""",
    "given_codes": """
        SELECT d.question, d.round, d.respondent, d.coder, d.source, coalesce(d.counts, 0) AS counts,
               coalesce(s.code, g.value) AS code, coalesce(b.label, s.code, g.value) AS label, b.net, d.decided_at
        FROM decisions d JOIN codings c ON c.coding_id = d.coding_id, json_each(c.codes) g
        LEFT JOIN code_aliases s ON s.question = d.question AND s.given_as = g.value
        LEFT JOIN codebook b ON b.question = d.question AND b.code = coalesce(s.code, g.value)
        WHERE d.status <> 'open'""",
    "coded_answers": """
        SELECT a.question_id AS question, q.text AS question_text, a.round_id AS round,
               a.respondent_id AS respondent, a.text AS answer,
               (SELECT group_concat(label, '; ') FROM (
                  SELECT DISTINCT coalesce(b.label, s.code, g.value) AS label FROM json_each(f.codes) g
                  LEFT JOIN code_aliases s ON s.question = a.question_id AND s.given_as = g.value
                  LEFT JOIN codebook b ON b.question = a.question_id AND b.code = coalesce(s.code, g.value)
                  ORDER BY g.key)) AS codes,
               coalesce(f.status, 'not coded') AS status, f.coder_id AS coder, f.source AS source,
               f.created_at AS decided_at, coalesce(f.quote, 0) AS quote, f.memo AS memo
        FROM answers a JOIN current_questions q ON q.question_id = a.question_id
        LEFT JOIN codings f ON f.coding_id = (
            SELECT c.coding_id FROM codings c
            WHERE c.answer_id = a.answer_id AND c.status <> 'open' AND c.action_id NOT IN undone AND NOT EXISTS (
              SELECT 1 FROM codings n WHERE n.answer_id = c.answer_id AND n.coder_id = c.coder_id
                AND n.coding_id > c.coding_id AND n.action_id NOT IN undone)
            ORDER BY CASE c.source WHEN 'reconciled' THEN 0 WHEN 'machine' THEN 2 WHEN 'rule' THEN 2 ELSE 1 END,
                     c.coding_id DESC LIMIT 1)
        WHERE a.action_id NOT IN undone AND NOT EXISTS (
            SELECT 1 FROM answers n WHERE n.answer_id = a.answer_id AND n.action_id > a.action_id
              AND n.action_id NOT IN undone)""",
    "people": """
        SELECT round_id AS round, respondent_id AS respondent, weight FROM current_respondents""",
    "closed_answers": """
        SELECT r.round_id AS round, r.respondent_id AS respondent, v.key AS variable,
               (SELECT k.text FROM current_variables k
                WHERE k.round_id = r.round_id AND k.name = v.key) AS question_text, v.value AS value
        FROM current_respondents r, json_each(r.variables) v""",
}
"""By name, in the order in which they are made: later ones rest on earlier ones."""

SHOWN = ("coded_answers", "given_codes", "decisions", "codebook", "people", "closed_answers")
"""What is meant to be looked at; the rest are steps on the way."""


def statements() -> list[str]:
    """Return what makes the views."""
    return [f"CREATE VIEW {name} AS{body}" for name, body in VIEWS.items()]
