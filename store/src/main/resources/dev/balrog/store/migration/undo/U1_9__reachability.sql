-- SPDX-License-Identifier: MPL-2.0
--
-- The index is derived from the releases. Without the releases that were agreed to, pins take signoffs again.
DELETE FROM balrog_release_references;
DELETE FROM balrog_agreed_releases;
DROP TABLE balrog_release_references;
DROP TABLE balrog_agreed_releases;
