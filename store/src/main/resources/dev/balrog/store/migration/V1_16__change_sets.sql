-- SPDX-License-Identifier: MPL-2.0
--
-- Change sets: several changes that are signed and enacted as one. Mozilla's Balrog knows nothing of them; when one is
-- enacted, it sees ordinary changes of rows. The state is open, enacted or cancelled. The changes are a JSON array. The
-- digest of a signoff is that of the outcome of all changes, and of the data version of the set.
CREATE TABLE IF NOT EXISTS balrog_change_sets (
    set_id ${generated_key},
    state VARCHAR(10) NOT NULL,
    author VARCHAR(100) NOT NULL,
    description ${long_text} NOT NULL,
    changes ${long_text} NOT NULL,
    created BIGINT NOT NULL,
    closed_by VARCHAR(100),
    closed BIGINT,
    data_version INTEGER NOT NULL
) ${table_options};

CREATE TABLE IF NOT EXISTS balrog_change_sets_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    set_id INTEGER NOT NULL,
    state VARCHAR(10),
    author VARCHAR(100),
    description ${long_text},
    changes ${long_text},
    created BIGINT,
    closed_by VARCHAR(100),
    closed BIGINT,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS balrog_change_set_signoffs (
    set_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (set_id, username)
) ${table_options};

CREATE TABLE IF NOT EXISTS balrog_change_set_signoffs_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    set_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50),
    digest VARCHAR(64),
    data_version INTEGER
) ${table_options};
