-- SPDX-License-Identifier: MPL-2.0
--
-- Comments and their histories prevent the downgrade. The version before works with these tables in place, but enacts
-- scheduled changes in spite of requests for changes.
DROP TABLE balrog_change_comments;
DROP TABLE balrog_change_comments_history;
