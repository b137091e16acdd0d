-- SPDX-License-Identifier: MPL-2.0
--
-- The row that the migration made; what else there is, is somebody's.
DELETE FROM balrog_change_lock WHERE id = 1;
DROP TABLE balrog_change_lock;
DROP TABLE balrog_history_queue;
