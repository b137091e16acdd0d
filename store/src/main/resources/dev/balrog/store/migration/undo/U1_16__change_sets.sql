-- SPDX-License-Identifier: MPL-2.0
--
-- Change sets and their histories prevent the downgrade. The version before works with these tables in place.
DROP TABLE balrog_change_sets;
DROP TABLE balrog_change_sets_history;
DROP TABLE balrog_change_set_signoffs;
DROP TABLE balrog_change_set_signoffs_history;
