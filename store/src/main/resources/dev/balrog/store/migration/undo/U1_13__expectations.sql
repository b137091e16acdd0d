-- SPDX-License-Identifier: MPL-2.0
--
-- Expectations and their histories prevent the downgrade. The version before works with these tables in place.
DROP TABLE balrog_expectations;
DROP TABLE balrog_expectations_history;
