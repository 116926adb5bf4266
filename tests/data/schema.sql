CREATE INDEX actions_undoes ON actions (undoes) WHERE undoes IS NOT NULL;

CREATE INDEX answers_by_respondent ON answers (round_id, respondent_id, question_id, answer_id, action_id);

CREATE INDEX answers_in_order ON answers (round_id, position, answer_id);

CREATE INDEX codings_by_action ON codings (action_id);

CREATE INDEX codings_by_answer ON codings (answer_id, coder_id, coding_id);

CREATE TABLE actions (
action_id TEXT PRIMARY KEY, coder_id TEXT NOT NULL, command TEXT NOT NULL, created_at TEXT NOT NULL,
details TEXT NOT NULL DEFAULT '{}', undoes TEXT) WITHOUT ROWID;

CREATE TABLE aliases (
question_id TEXT NOT NULL, code_id TEXT NOT NULL, action_id TEXT NOT NULL REFERENCES actions,
same_as TEXT NOT NULL, PRIMARY KEY (question_id, code_id, action_id)) WITHOUT ROWID;

CREATE TABLE answers (
answer_id INTEGER NOT NULL, action_id TEXT NOT NULL REFERENCES actions, question_id TEXT NOT NULL,
round_id TEXT NOT NULL, respondent_id TEXT NOT NULL, text TEXT NOT NULL, text_hash TEXT NOT NULL,
position INTEGER NOT NULL, PRIMARY KEY (answer_id, action_id));

CREATE TABLE assignments (
answer_id INTEGER NOT NULL, action_id TEXT NOT NULL REFERENCES actions, coder_id TEXT NOT NULL,
shared INTEGER NOT NULL, PRIMARY KEY (answer_id, action_id, coder_id)) WITHOUT ROWID;

CREATE TABLE chores (name TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE cleared (
answer_id INTEGER NOT NULL, action_id TEXT NOT NULL REFERENCES actions, text_hash TEXT NOT NULL,
by_person INTEGER NOT NULL, unreviewed INTEGER NOT NULL,
PRIMARY KEY (answer_id, action_id)) WITHOUT ROWID;

CREATE TABLE codebooks (
question_id TEXT NOT NULL, action_id TEXT NOT NULL REFERENCES actions, version TEXT NOT NULL,
content TEXT NOT NULL, yaml TEXT NOT NULL, parents TEXT NOT NULL DEFAULT '', PRIMARY KEY (question_id, action_id)) WITHOUT ROWID;

CREATE TABLE codings (
coding_id TEXT PRIMARY KEY, action_id TEXT NOT NULL REFERENCES actions, answer_id INTEGER NOT NULL,
coder_id TEXT NOT NULL, status TEXT NOT NULL, source TEXT NOT NULL, codes TEXT NOT NULL,
suggested TEXT NOT NULL, model_id TEXT NOT NULL, codebook_version TEXT NOT NULL,
text_hash TEXT NOT NULL, created_at TEXT NOT NULL, memo TEXT NOT NULL, quote INTEGER NOT NULL, quote_begins INTEGER, quote_ends INTEGER);

CREATE TABLE findings (
answer_id INTEGER NOT NULL, action_id TEXT NOT NULL REFERENCES actions, begins INTEGER NOT NULL,
ends INTEGER NOT NULL, kind TEXT NOT NULL, replaced INTEGER NOT NULL, verbatim_hash TEXT NOT NULL,
PRIMARY KEY (answer_id, action_id, begins, ends)) WITHOUT ROWID;

CREATE TABLE groups (
question_id TEXT NOT NULL, text_hash TEXT NOT NULL, action_id TEXT NOT NULL REFERENCES actions,
group_id TEXT NOT NULL, PRIMARY KEY (question_id, text_hash, action_id)) WITHOUT ROWID;

CREATE TABLE hidden (action_id TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE merged (
action_id TEXT NOT NULL REFERENCES actions, merge_id TEXT NOT NULL REFERENCES actions,
PRIMARY KEY (action_id, merge_id)) WITHOUT ROWID;

CREATE TABLE models (
model_id TEXT PRIMARY KEY, action_id TEXT NOT NULL REFERENCES actions, question_id TEXT NOT NULL,
created_at TEXT NOT NULL, manifest TEXT NOT NULL, data BLOB NOT NULL);

CREATE TABLE originals (
answer_id INTEGER NOT NULL, action_id TEXT NOT NULL REFERENCES actions, row_action_id TEXT NOT NULL,
text TEXT NOT NULL, text_hash TEXT NOT NULL,
PRIMARY KEY (answer_id, action_id, row_action_id)) WITHOUT ROWID;

CREATE TABLE questions (
question_id TEXT NOT NULL, action_id TEXT NOT NULL REFERENCES actions, text TEXT NOT NULL,
position INTEGER NOT NULL,
PRIMARY KEY (question_id, action_id)) WITHOUT ROWID;

CREATE TABLE respondents (
round_id TEXT NOT NULL, respondent_id TEXT NOT NULL, action_id TEXT NOT NULL REFERENCES actions,
weight REAL, variables TEXT NOT NULL DEFAULT '{}', missing TEXT NOT NULL DEFAULT '{}',
PRIMARY KEY (round_id, respondent_id, action_id)) WITHOUT ROWID;

CREATE TABLE samples (
answer_id INTEGER NOT NULL, action_id TEXT NOT NULL REFERENCES actions, question_id TEXT NOT NULL,
round_id TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (answer_id, action_id)) WITHOUT ROWID;

CREATE TABLE variables (
round_id TEXT NOT NULL, name TEXT NOT NULL, action_id TEXT NOT NULL REFERENCES actions,
position INTEGER NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL, labels TEXT NOT NULL, missing TEXT NOT NULL DEFAULT '[]',
PRIMARY KEY (round_id, name, action_id)) WITHOUT ROWID;

CREATE TABLE vectors (
verbatim_hash TEXT NOT NULL, encoder_version TEXT NOT NULL, vector BLOB NOT NULL,
PRIMARY KEY (verbatim_hash, encoder_version)) WITHOUT ROWID;

CREATE TABLE words (
verbatim_hash TEXT NOT NULL, language_version TEXT NOT NULL, words TEXT NOT NULL,
PRIMARY KEY (verbatim_hash, language_version)) WITHOUT ROWID;

CREATE VIEW closed_answers AS
SELECT r.round_id AS round, r.respondent_id AS respondent, v.key AS variable,
(SELECT k.text FROM current_variables k
WHERE k.round_id = r.round_id AND k.name = v.key) AS question_text, v.value AS value
FROM current_respondents r, json_each(r.variables) v;

CREATE VIEW code_aliases AS
WITH RECURSIVE chain (question_id, code_id, same_as, steps) AS (
SELECT question_id, code_id, same_as, 1 FROM current_aliases
UNION
SELECT c.question_id, c.code_id, a.same_as, c.steps + 1 FROM chain c
JOIN current_aliases a ON a.question_id = c.question_id AND a.code_id = c.same_as
WHERE c.steps < 100 AND a.same_as <> c.code_id)
SELECT question_id AS question, code_id AS given_as, same_as AS code, max(steps) AS steps
FROM chain GROUP BY question_id, code_id;

CREATE VIEW codebook AS
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
ORDER BY f.question, f.place;

CREATE VIEW coded_answers AS
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
AND n.action_id NOT IN undone);

CREATE VIEW current_aliases AS
SELECT question_id, code_id, same_as, max(action_id) AS action_id
FROM aliases WHERE action_id NOT IN undone GROUP BY question_id, code_id;

CREATE VIEW current_answers AS
SELECT answer_id, question_id, round_id, respondent_id, text, text_hash, position,
max(action_id) AS action_id
FROM answers WHERE action_id NOT IN undone GROUP BY answer_id;

CREATE VIEW current_assignments AS
SELECT answer_id, coder_id, shared, action_id FROM assignments
WHERE (answer_id, action_id) IN (
SELECT answer_id, max(action_id) FROM assignments WHERE action_id NOT IN undone GROUP BY answer_id);

CREATE VIEW current_cleared AS
SELECT answer_id, text_hash, by_person, unreviewed, max(action_id) AS action_id
FROM cleared WHERE action_id NOT IN undone GROUP BY answer_id;

CREATE VIEW current_codebooks AS
SELECT question_id, version, content, yaml, max(action_id) AS action_id
FROM codebooks WHERE action_id NOT IN undone GROUP BY question_id;

CREATE VIEW current_codings AS
SELECT * FROM codings WHERE coding_id IN (
SELECT max(coding_id) FROM codings WHERE action_id NOT IN undone GROUP BY answer_id, coder_id);

CREATE VIEW current_findings AS
SELECT answer_id, begins, ends, kind, replaced, verbatim_hash, max(action_id) AS action_id
FROM findings WHERE action_id NOT IN undone GROUP BY answer_id, verbatim_hash, begins, ends;

CREATE VIEW current_groups AS
SELECT question_id, text_hash, group_id, max(action_id) AS action_id
FROM groups WHERE action_id NOT IN undone GROUP BY question_id, text_hash;

CREATE VIEW current_questions AS
SELECT question_id, text, position, max(action_id) AS action_id, min(action_id) AS first_action_id
FROM questions WHERE action_id NOT IN undone GROUP BY question_id;

CREATE VIEW current_respondents AS
SELECT round_id, respondent_id, weight, variables, missing, max(action_id) AS action_id
FROM respondents WHERE action_id NOT IN undone GROUP BY round_id, respondent_id;

CREATE VIEW current_samples AS
SELECT answer_id, question_id, round_id, position, max(action_id) AS action_id
FROM samples WHERE action_id NOT IN undone GROUP BY answer_id;

CREATE VIEW current_variables AS
SELECT round_id, name, position, text, kind, labels, missing, max(action_id) AS action_id
FROM variables WHERE action_id NOT IN undone GROUP BY round_id, name;

CREATE VIEW decisions AS
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
AND n.action_id NOT IN undone);

CREATE VIEW given_codes AS
SELECT d.question, d.round, d.respondent, d.coder, d.source, coalesce(d.counts, 0) AS counts,
coalesce(s.code, g.value) AS code, coalesce(b.label, s.code, g.value) AS label, b.net, d.decided_at
FROM decisions d JOIN codings c ON c.coding_id = d.coding_id, json_each(c.codes) g
LEFT JOIN code_aliases s ON s.question = d.question AND s.given_as = g.value
LEFT JOIN codebook b ON b.question = d.question AND b.code = coalesce(s.code, g.value)
WHERE d.status <> 'open';

CREATE VIEW people AS
SELECT round_id AS round, respondent_id AS respondent, weight FROM current_respondents;

CREATE VIEW undone AS
SELECT undoes AS action_id FROM actions WHERE undoes IS NOT NULL AND action_id NOT IN hidden
UNION SELECT action_id FROM hidden;
