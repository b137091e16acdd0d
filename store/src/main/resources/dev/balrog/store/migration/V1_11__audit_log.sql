-- SPDX-License-Identifier: MPL-2.0
--
-- The audit log: one entry for each governed row that a change wrote, in the transaction of the change. Each entry holds
-- the hash of the one before, so that none can be changed or left out unnoticed. Entries are only ever inserted.

CREATE TABLE IF NOT EXISTS balrog_audit_log (
    id BIGINT NOT NULL,
    transaction_id BIGINT NOT NULL,
    timestamp BIGINT NOT NULL,
    changed_by VARCHAR(100) NOT NULL,
    on_behalf_of VARCHAR(100),
    action VARCHAR(20) NOT NULL,
    table_name VARCHAR(64),
    row_key ${long_text},
    data_version INTEGER,
    digest_before VARCHAR(64),
    digest_after VARCHAR(64),
    signoffs ${long_text},
    details ${long_text},
    previous_hash VARCHAR(64) NOT NULL,
    hash VARCHAR(64) NOT NULL,
    PRIMARY KEY (id)
) ${table_options};

-- The last id that was given to a row of a table. Only SQLite needs it, which would give an id away again otherwise
-- when the row with the largest one is deleted.
CREATE TABLE IF NOT EXISTS balrog_id_sequences (
    table_name VARCHAR(64) NOT NULL,
    last_id INTEGER NOT NULL,
    PRIMARY KEY (table_name)
) ${table_options};
