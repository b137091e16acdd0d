-- SPDX-License-Identifier: MPL-2.0

-- One row that the health check counts up, to see that the database can be written.
CREATE TABLE IF NOT EXISTS dockerflow (
    watchdog INTEGER NOT NULL
) ${table_options};
