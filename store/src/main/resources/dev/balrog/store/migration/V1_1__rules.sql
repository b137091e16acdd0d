-- SPDX-License-Identifier: MPL-2.0
--
-- The scripts V1_1 to V1_6 make, together, the tables of the reference at its alembic revision 0001, so that one
-- database can be served by both. A database that the reference made is taken over as if they had run: they may never
-- be changed in what they make, and what this project needs beyond comes in later scripts, in tables of its own.
--
-- On MariaDB and MySQL every statement counts at once. When an upgrade is interrupted, the script that it was at is run
-- again from its beginning; so each statement does no harm where it was executed before.
--
-- Each entity has the same family of tables:
--   X                                        the rows that are in force
--   X_history                                one row for each change; only the key is set where the row did not exist
--   X_scheduled_changes (and _history)       changes that wait for their conditions and signoffs; base_* is the new row
--   X_scheduled_changes_conditions (…)       when they are due
--   X_scheduled_changes_signoffs (…)         who has agreed, and in which role
-- data_version counts the versions of a row, for optimistic locking. All times are milliseconds since 1970.
--
-- Placeholders, resolved by Schema: ${generated_key} numbers rows, ${long_text} holds more than 64 KB, ${table_options}
-- sets character set and collation. Names in quotes are reserved words or have capital letters.

-- Which requests are given which release. The conditions on requests are null where they do not matter.
-- jaws and mig64 are truth values; the reference declares them as integers.
CREATE TABLE IF NOT EXISTS rules (
    rule_id ${generated_key},
    alias VARCHAR(50) UNIQUE,
    priority INTEGER,
    mapping VARCHAR(100),
    `fallbackMapping` VARCHAR(100),
    `backgroundRate` INTEGER,
    update_type VARCHAR(15) NOT NULL,
    product VARCHAR(15),
    version VARCHAR(75),
    channel VARCHAR(75),
    `buildTarget` VARCHAR(75),
    `buildID` VARCHAR(20),
    locale VARCHAR(200),
    `osVersion` VARCHAR(1000),
    memory VARCHAR(100),
    `instructionSet` VARCHAR(1000),
    jaws INTEGER,
    mig64 INTEGER,
    distribution VARCHAR(2000),
    `distVersion` VARCHAR(100),
    `headerArchitecture` VARCHAR(10),
    comment VARCHAR(500),
    data_version INTEGER NOT NULL
) ${table_options};

CREATE TABLE IF NOT EXISTS rules_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    rule_id INTEGER NOT NULL,
    alias VARCHAR(50),
    priority INTEGER,
    mapping VARCHAR(100),
    `fallbackMapping` VARCHAR(100),
    `backgroundRate` INTEGER,
    update_type VARCHAR(15),
    product VARCHAR(15),
    version VARCHAR(75),
    channel VARCHAR(75),
    `buildTarget` VARCHAR(75),
    `buildID` VARCHAR(20),
    locale VARCHAR(200),
    `osVersion` VARCHAR(1000),
    memory VARCHAR(100),
    `instructionSet` VARCHAR(1000),
    jaws INTEGER,
    mig64 INTEGER,
    distribution VARCHAR(2000),
    `distVersion` VARCHAR(100),
    `headerArchitecture` VARCHAR(10),
    comment VARCHAR(500),
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS rules_scheduled_changes (
    sc_id ${generated_key},
    scheduled_by VARCHAR(100) NOT NULL,
    complete BOOLEAN,
    change_type VARCHAR(50) NOT NULL,
    base_rule_id INTEGER,
    base_alias VARCHAR(50),
    base_priority INTEGER,
    base_mapping VARCHAR(100),
    `base_fallbackMapping` VARCHAR(100),
    `base_backgroundRate` INTEGER,
    base_update_type VARCHAR(15),
    base_product VARCHAR(15),
    base_version VARCHAR(75),
    base_channel VARCHAR(75),
    `base_buildTarget` VARCHAR(75),
    `base_buildID` VARCHAR(20),
    base_locale VARCHAR(200),
    `base_osVersion` VARCHAR(1000),
    base_memory VARCHAR(100),
    `base_instructionSet` VARCHAR(1000),
    base_jaws INTEGER,
    base_mig64 INTEGER,
    base_distribution VARCHAR(2000),
    `base_distVersion` VARCHAR(100),
    `base_headerArchitecture` VARCHAR(10),
    base_comment VARCHAR(500),
    base_data_version INTEGER,
    data_version INTEGER NOT NULL
) ${table_options};

CREATE TABLE IF NOT EXISTS rules_scheduled_changes_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    scheduled_by VARCHAR(100),
    complete BOOLEAN,
    change_type VARCHAR(50),
    base_rule_id INTEGER,
    base_alias VARCHAR(50),
    base_priority INTEGER,
    base_mapping VARCHAR(100),
    `base_fallbackMapping` VARCHAR(100),
    `base_backgroundRate` INTEGER,
    base_update_type VARCHAR(15),
    base_product VARCHAR(15),
    base_version VARCHAR(75),
    base_channel VARCHAR(75),
    `base_buildTarget` VARCHAR(75),
    `base_buildID` VARCHAR(20),
    base_locale VARCHAR(200),
    `base_osVersion` VARCHAR(1000),
    base_memory VARCHAR(100),
    `base_instructionSet` VARCHAR(1000),
    base_jaws INTEGER,
    base_mig64 INTEGER,
    base_distribution VARCHAR(2000),
    `base_distVersion` VARCHAR(100),
    `base_headerArchitecture` VARCHAR(10),
    base_comment VARCHAR(500),
    base_data_version INTEGER,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS rules_scheduled_changes_conditions (
    sc_id INTEGER NOT NULL,
    telemetry_product VARCHAR(15),
    telemetry_channel VARCHAR(75),
    telemetry_uptake INTEGER,
    `when` BIGINT,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (sc_id)
) ${table_options};

CREATE TABLE IF NOT EXISTS rules_scheduled_changes_conditions_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    telemetry_product VARCHAR(15),
    telemetry_channel VARCHAR(75),
    telemetry_uptake INTEGER,
    `when` BIGINT,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS rules_scheduled_changes_signoffs (
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50) NOT NULL,
    PRIMARY KEY (sc_id, username)
) ${table_options};

CREATE TABLE IF NOT EXISTS rules_scheduled_changes_signoffs_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50)
) ${table_options};
