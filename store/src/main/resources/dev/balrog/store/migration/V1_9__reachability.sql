-- SPDX-License-Identifier: MPL-2.0
--
-- Tables of this project's own: the reference has nothing like them.

-- Inverted index of the references of superblobs, kept by the change engine. Entries are candidates: whoever reads one
-- compares it with the release itself, since others may have written that.
CREATE TABLE IF NOT EXISTS balrog_release_references (
    referrer VARCHAR(100) NOT NULL,
    kind VARCHAR(10) NOT NULL,
    target VARCHAR(100) NOT NULL,
    PRIMARY KEY (kind, target, referrer)
) ${table_options};

-- Releases that were agreed to for a product and channel pattern (blank for every one), by the digest of their content.
CREATE TABLE IF NOT EXISTS balrog_agreed_releases (
    release_name VARCHAR(100) NOT NULL,
    product VARCHAR(15) NOT NULL,
    channel VARCHAR(75) NOT NULL,
    content_digest VARCHAR(64) NOT NULL,
    PRIMARY KEY (release_name, product, channel)
) ${table_options};
