-- SPDX-License-Identifier: MPL-2.0
--
-- Comments on scheduled changes. Mozilla's Balrog knows nothing of them. The entity is the table of the row that the
-- scheduled change is for. A request for changes blocks the enactment of this version of the scheduled change until its
-- author withdraws it or an administrator dismisses it: then resolved_by is set. Rows are never deleted.
CREATE TABLE IF NOT EXISTS balrog_change_comments (
    entity VARCHAR(40) NOT NULL,
    sc_id INTEGER NOT NULL,
    comment_number INTEGER NOT NULL,
    sc_data_version INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    created BIGINT NOT NULL,
    message ${long_text} NOT NULL,
    requests_changes BOOLEAN NOT NULL,
    resolved_by VARCHAR(100),
    resolved BIGINT,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (entity, sc_id, comment_number)
) ${table_options};

CREATE TABLE IF NOT EXISTS balrog_change_comments_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    entity VARCHAR(40) NOT NULL,
    sc_id INTEGER NOT NULL,
    comment_number INTEGER NOT NULL,
    sc_data_version INTEGER,
    username VARCHAR(100),
    created BIGINT,
    message ${long_text},
    requests_changes BOOLEAN,
    resolved_by VARCHAR(100),
    resolved BIGINT,
    data_version INTEGER
) ${table_options};
