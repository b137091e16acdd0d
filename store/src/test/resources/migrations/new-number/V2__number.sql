-- SPDX-License-Identifier: MPL-2.0
ALTER TABLE letters ADD COLUMN note VARCHAR(10);
