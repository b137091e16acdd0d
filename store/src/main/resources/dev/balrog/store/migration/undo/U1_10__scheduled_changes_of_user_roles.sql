-- SPDX-License-Identifier: MPL-2.0
--
-- Histories of scheduled grants go with them; the histories of the roles themselves stay.
DROP TABLE balrog_user_roles_scheduled_changes;
DROP TABLE balrog_user_roles_scheduled_changes_history;
DROP TABLE balrog_user_roles_scheduled_changes_conditions;
DROP TABLE balrog_user_roles_scheduled_changes_conditions_history;
DROP TABLE balrog_user_roles_scheduled_changes_signoffs;
DROP TABLE balrog_user_roles_scheduled_changes_signoffs_history;
