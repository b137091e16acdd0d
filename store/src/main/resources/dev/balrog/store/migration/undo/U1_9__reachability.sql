-- SPDX-License-Identifier: MPL-2.0
DROP TABLE balrog_agreed_releases;
DROP TABLE balrog_release_references;
