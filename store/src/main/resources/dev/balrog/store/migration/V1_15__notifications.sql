-- SPDX-License-Identifier: MPL-2.0
--
-- Notifications of people and programs: a queue of events, and the positions of those that read it. Mozilla's Balrog
-- knows nothing of them.
--
-- Ids ascend in the order of delivery. The event id is the idempotency key; the payload is JSON.
CREATE TABLE IF NOT EXISTS balrog_notification_queue (
    id BIGINT NOT NULL,
    event_id VARCHAR(150) NOT NULL,
    event VARCHAR(40) NOT NULL,
    product VARCHAR(255),
    payload ${long_text} NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT balrog_notification_queue_event UNIQUE (event_id)
) ${table_options};

-- One row for the collector, which follows the audit log, and one for each destination, which follows the queue. The
-- owner is the process that works on it; the data version is its heartbeat. Failures are those of the next event.
CREATE TABLE IF NOT EXISTS balrog_notification_consumers (
    name VARCHAR(40) NOT NULL,
    position BIGINT NOT NULL,
    position_hash VARCHAR(64) NOT NULL,
    owner VARCHAR(40) NOT NULL,
    failures INTEGER NOT NULL,
    failing_since BIGINT NOT NULL,
    retry_at BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    data_version BIGINT NOT NULL,
    PRIMARY KEY (name)
) ${table_options};
