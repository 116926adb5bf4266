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
weight REAL, variables TEXT NOT NULL DEFAULT '{}',
PRIMARY KEY (round_id, respondent_id, action_id)) WITHOUT ROWID;

CREATE TABLE samples (
answer_id INTEGER NOT NULL, action_id TEXT NOT NULL REFERENCES actions, question_id TEXT NOT NULL,
round_id TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (answer_id, action_id)) WITHOUT ROWID;

CREATE TABLE variables (
round_id TEXT NOT NULL, name TEXT NOT NULL, action_id TEXT NOT NULL REFERENCES actions,
position INTEGER NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL, labels TEXT NOT NULL,
PRIMARY KEY (round_id, name, action_id)) WITHOUT ROWID;

CREATE TABLE vectors (
verbatim_hash TEXT NOT NULL, encoder_version TEXT NOT NULL, vector BLOB NOT NULL,
PRIMARY KEY (verbatim_hash, encoder_version)) WITHOUT ROWID;

CREATE TABLE words (
verbatim_hash TEXT NOT NULL, language_version TEXT NOT NULL, words TEXT NOT NULL,
PRIMARY KEY (verbatim_hash, language_version)) WITHOUT ROWID;

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
SELECT round_id, respondent_id, weight, variables, max(action_id) AS action_id
FROM respondents WHERE action_id NOT IN undone GROUP BY round_id, respondent_id;

CREATE VIEW current_samples AS
SELECT answer_id, question_id, round_id, position, max(action_id) AS action_id
FROM samples WHERE action_id NOT IN undone GROUP BY answer_id;

CREATE VIEW current_variables AS
SELECT round_id, name, position, text, kind, labels, max(action_id) AS action_id
FROM variables WHERE action_id NOT IN undone GROUP BY round_id, name;

CREATE VIEW undone AS
SELECT undoes AS action_id FROM actions WHERE undoes IS NOT NULL AND action_id NOT IN hidden
UNION SELECT action_id FROM hidden;
