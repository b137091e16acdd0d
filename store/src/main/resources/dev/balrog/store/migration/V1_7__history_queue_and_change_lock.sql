-- SPDX-License-Identifier: MPL-2.0
--
-- Tables of this project's own: the reference has nothing like them.

-- Revisions of releases that have yet to be delivered to the object store of their bucket.
CREATE TABLE IF NOT EXISTS balrog_history_queue (
    id ${generated_key},
    bucket VARCHAR(20) NOT NULL,
    object_name VARCHAR(500) NOT NULL,
    content ${long_text} NOT NULL,
    created BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    CONSTRAINT balrog_history_queue_object_name UNIQUE (object_name, id)
) ${table_options};

-- One row; who holds a lock on it may change what is served.
CREATE TABLE IF NOT EXISTS balrog_change_lock (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
) ${table_options};

DELETE FROM balrog_change_lock;
INSERT INTO balrog_change_lock (id) VALUES (1);
