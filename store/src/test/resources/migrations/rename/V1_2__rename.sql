-- SPDX-License-Identifier: MPL-2.0
ALTER TABLE letters RENAME COLUMN place TO town;
