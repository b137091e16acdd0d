-- SPDX-License-Identifier: MPL-2.0
--
-- The entries with which the log begins are written again by the next upgrade, and the ids are found out again from the
-- histories. All other entries are evidence: where there are any, the table is not dropped.
DELETE FROM balrog_audit_log WHERE transaction_id = 1;
DELETE FROM balrog_id_sequences;
DROP TABLE balrog_id_sequences;
DROP TABLE balrog_audit_log;
