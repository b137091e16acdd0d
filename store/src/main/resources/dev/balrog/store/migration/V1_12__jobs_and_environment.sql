-- SPDX-License-Identifier: MPL-2.0
--
-- The last successful run of each periodic job, which the admin app exports as metrics.
CREATE TABLE IF NOT EXISTS balrog_job_runs (
    job VARCHAR(40) NOT NULL,
    started BIGINT NOT NULL,
    finished BIGINT NOT NULL,
    counts ${long_text} NOT NULL,
    PRIMARY KEY (job)
) ${table_options};

-- The environment that the database belongs to; at most one row. stage-reset overwrites only a database that says stage.
CREATE TABLE IF NOT EXISTS balrog_environment (
    name VARCHAR(20) NOT NULL,
    PRIMARY KEY (name)
) ${table_options};
