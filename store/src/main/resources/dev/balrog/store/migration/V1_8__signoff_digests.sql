-- SPDX-License-Identifier: MPL-2.0
--
-- The outcome that each signoff of a scheduled change is bound to. A signoff without a row here is unbound.
CREATE TABLE IF NOT EXISTS balrog_signoff_digests (
    entity VARCHAR(40) NOT NULL,
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    given_at BIGINT NOT NULL,
    first_sight BOOLEAN NOT NULL,
    PRIMARY KEY (entity, sc_id, username)
) ${table_options};
