-- OUTCOMES_DO_NOT_ADD_UP
DELETE FROM liaison_rowoutcome WHERE list_id = :list AND line = 2;
UPDATE liaison_receivedlist SET state = 'CANCELLED' WHERE id = :list;

-- OUTCOME_COUNTS_DIFFER
UPDATE liaison_receivedlist SET outcomes = outcomes || '{"REGISTERED": 99}' WHERE id = :list;

-- CATEGORY_COUNTS_DIFFER
UPDATE liaison_receivedlist SET by_category = '{}' WHERE id = :list;
UPDATE liaison_receivedlist SET by_category = '{}' WHERE id = :dropped;

-- ISSUE_COUNTS_DIFFER
UPDATE liaison_receivedlist SET issues = issues || '{"BAD_CIN": 7}' WHERE id = :list;
UPDATE liaison_receivedlist SET plan = plan || '{"decided_issues": 0}' WHERE id = :list;

-- CHUNKS_DIFFER
UPDATE liaison_chunk SET rows = rows + 1 WHERE received_list_id = :list;
UPDATE liaison_chunk SET state = 'WAITING' WHERE received_list_id = :list;
UPDATE liaison_chunk SET state = 'DONE' WHERE received_list_id = :registering;

-- STALLED
UPDATE liaison_receivedlist SET registering_at = now() - interval '13 hours' WHERE id = :registering;

-- PARTITION_WITHOUT_LIST
CREATE TABLE liaison_row_999999 (LIKE liaison_row);

-- ROWS_LOST
DROP TABLE liaison_row_:list;

-- ROWS_NOT_DROPPED
CREATE TABLE liaison_row_:dropped (LIKE liaison_row);
INSERT INTO liaison_block (received_list_id, first_line, last_line, sealed) VALUES (:dropped, 2, 3, '');
INSERT INTO liaison_segment (received_list_id, position, sealed) VALUES (:dropped, 0, '');
INSERT INTO liaison_repeat (list_id, line, turn) VALUES (:dropped, 2, 1);

-- STRAY_PARTS
INSERT INTO liaison_repeat (list_id, line, turn) VALUES (999999, 2, 1);
INSERT INTO liaison_leftperson (list_id, person_id) VALUES (999999, 1);
UPDATE liaison_rowoutcome SET list_id = 999999 WHERE list_id = :list AND line = 2;
UPDATE liaison_segment SET received_list_id = 999999 WHERE received_list_id = :list;
UPDATE liaison_block SET received_list_id = 999999 WHERE received_list_id = :list;
UPDATE liaison_batch SET received_list_id = 999999 WHERE received_list_id = :list;
UPDATE liaison_chunk SET received_list_id = 999999 WHERE received_list_id = :list;
UPDATE liaison_receipt SET received_list_id = 999999 WHERE received_list_id = :list;
UPDATE liaison_ruling SET list_id = 999999 WHERE list_id = :ruled;

-- FILE_INCOMPLETE
DELETE FROM liaison_segment WHERE received_list_id = :list;
UPDATE liaison_segment SET position = 1 WHERE received_list_id = :list;
UPDATE liaison_receivedlist SET size = size + 1048576 WHERE id = :list;

-- LINES_INCOMPLETE
DELETE FROM liaison_block WHERE received_list_id = :list;
UPDATE liaison_block SET last_line = last_line - 1 WHERE received_list_id = :list;
INSERT INTO liaison_block (received_list_id, first_line, last_line, sealed) VALUES (:list, 3, 4, '');

-- WITHOUT_RECEIPT
DELETE FROM liaison_receipt WHERE received_list_id = :list;

-- ROWS_AND_OUTCOMES_DIFFER
DELETE FROM liaison_row WHERE list_id = :list AND line = 2;
DELETE FROM liaison_rowoutcome WHERE list_id = :list AND line = 2;

-- WRITTEN_WITHOUT_INSURED
UPDATE registration_person SET number = NULL WHERE id = :somebody;
DELETE FROM registration_person WHERE id = :somebody;
UPDATE liaison_rowoutcome SET person_id = NULL WHERE list_id = :list AND outcome = 'UPDATED';

-- WRITTEN_WITHOUT_ACTIVITY
UPDATE liaison_rowoutcome SET activity_id = NULL WHERE list_id = :list AND outcome = 'UPDATED';
DELETE FROM registration_activity WHERE id = :her_activity;
UPDATE registration_activity SET ends_on = NULL WHERE id = :ended_activity;
UPDATE registration_activity SET origin_line = 999 WHERE id = :her_activity;

-- UPDATED_WITHOUT_CHANGE
UPDATE liaison_rowoutcome SET changes = NULL WHERE list_id = :list AND outcome = 'UPDATED';

-- REPEATS_NOTHING
UPDATE liaison_rowoutcome SET first_line = NULL WHERE list_id = :list AND outcome = 'DUPLICATE';
UPDATE liaison_rowoutcome SET first_line = line WHERE list_id = :list AND outcome = 'DUPLICATE';
UPDATE liaison_rowoutcome SET first_line = 1 WHERE list_id = :list AND outcome = 'DUPLICATE';

-- CORRECTION_LOST
UPDATE liaison_rowoutcome SET corrected_by = NULL WHERE list_id = :list;
UPDATE liaison_rowoutcome SET corrected_by = 999999 WHERE list_id = :list AND outcome = 'REFUSED';

-- RULED_STILL_IN_CONFLICT
UPDATE liaison_rowoutcome SET outcome = 'CONFLICT' WHERE list_id = :ruled AND line = 2;

-- RULING_WITHOUT_EVENT
DELETE FROM registration_event WHERE kind = 'SAME_PERSON';

-- UNDONE_STILL_THERE
DELETE FROM liaison_leftperson;
INSERT INTO registration_otherdocument (person_id, kind, key, sealed, origin_list, origin_line)
VALUES (:somebody, 'CIN', '', '', :undone, 2);

-- WRONG_NUMBER
UPDATE registration_person SET number = number + 1 WHERE id = :somebody;
UPDATE registration_person SET number = 100000005 WHERE id = :somebody;
UPDATE registration_person SET number = 212345678 WHERE id = :somebody;

-- NUMBER_NEVER_DRAWN
UPDATE registration_person SET number = cnss_number(7000000) WHERE id = :somebody;

-- NUMBER_BURNT_AND_GIVEN
INSERT INTO registration_burntnumber (number) SELECT max(number) FROM registration_person;

-- NUMBERS_NEARLY_SPENT
ALTER SEQUENCE registration_number_seq RESTART WITH 8000001;

-- INSURED_WITHOUT_ACTIVITY
DELETE FROM registration_activity WHERE person_id = :somebody;

-- ENDED_NOT_DEREGISTERED
UPDATE registration_activity SET ends_on = '2022-02-02' WHERE person_id = :somebody;

-- DEREGISTERED_BUT_ACTIVE
UPDATE registration_person SET state = 'DEREGISTERED' WHERE id = :somebody;

-- OVERLAPPING
INSERT INTO registration_activity
       (person_id, category_id, sub_category_id, body, started_on, begins_on, ends_on, subject_from,
        professional_id, facts, origin_kind, origin_list, origin_line)
SELECT person_id, category_id, sub_category_id, body, started_on, begins_on, begins_on + 1,
       subject_from, professional_id, facts, origin_kind, origin_list, origin_line
  FROM registration_activity WHERE id = :her_activity;

-- WITHOUT_ORIGIN
UPDATE registration_activity SET origin_list = NULL WHERE id = :her_activity;
UPDATE registration_activity SET origin_line = 999 WHERE id = :her_activity;
UPDATE registration_activity SET origin_line = origin_line - 1 WHERE id = :her_activity;
UPDATE registration_activity SET body = 'ONN' WHERE id = :her_activity;

-- WRONG_SUB_CATEGORY
UPDATE registration_activity SET sub_category_id = 'NOT' WHERE id = :her_activity;

-- SUBJECT_BEFORE_START
UPDATE registration_activity SET subject_from = started_on - 1 WHERE id = :her_activity;

-- WRONGLY_MISSING
UPDATE registration_activity SET missing_list = :list WHERE id = :her_activity;
UPDATE registration_activity SET missing_list = 999999 WHERE id = :her_activity;

-- NOT_SEARCHABLE
UPDATE registration_person SET search_tokens = '{}' WHERE id = :somebody;
UPDATE registration_person SET latin_key = '' WHERE id = :somebody;
UPDATE registration_person SET arabic_key = 'x' WHERE id = :somebody;

-- SEALED_WITHOUT_KEY
UPDATE registration_person SET document_sealed = NULL WHERE id = :somebody;
UPDATE registration_person SET phone_key = NULL WHERE id = :somebody;
UPDATE registration_person SET email_key = '' WHERE id = :somebody;
UPDATE registration_person SET address_key = '' WHERE id = :somebody;

-- PAPER_OF_TWO
INSERT INTO registration_otherdocument (person_id, kind, key, sealed)
SELECT :somebody, 'CIN', document_key, document_sealed
  FROM registration_person WHERE last_name = 'Alaoui';

-- WITHOUT_PAPER
UPDATE registration_person SET document_key = NULL WHERE last_name = 'Alaoui';

-- DISPUTE_WITHOUT_CASE
UPDATE registration_person SET document_disputed = true WHERE id = :somebody;
UPDATE registration_person SET document_disputed = false;

-- SIGNPOST_NOT_EMPTY
UPDATE registration_person p SET merged_into_id = other.id, document_key = NULL
  FROM (SELECT id FROM registration_person WHERE last_name = 'Alaoui') other WHERE p.id = :somebody;

-- MERGED_WITHOUT_MERGER
UPDATE registration_person p SET merged_into_id = other.id, document_key = NULL
  FROM (SELECT id FROM registration_person WHERE last_name = 'Alaoui') other WHERE p.id = :somebody;
INSERT INTO registration_merger (survivor_id, absorbed_id, state, preferred, moved, set_aside, reason,
                                 paper, by_id, decided_by_id, decided_at, decision_reason)
SELECT other.id, :somebody, 'MERGED', '{}', '{}', '{}', '', '', u.id, u.id + 1, now(), ''
  FROM registration_person other, accounts_user u WHERE other.last_name = 'Alaoui' LIMIT 1;
