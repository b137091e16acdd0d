-- SPDX-License-Identifier: MPL-2.0
ALTER TABLE letters DROP COLUMN place;
