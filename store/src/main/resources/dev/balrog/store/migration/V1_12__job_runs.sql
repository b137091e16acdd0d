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
