-- SPDX-License-Identifier: MPL-2.0
--
-- Scheduled grants of roles, which Mozilla's Balrog can't schedule.

CREATE TABLE IF NOT EXISTS balrog_user_roles_scheduled_changes (
    sc_id ${generated_key},
    scheduled_by VARCHAR(100) NOT NULL,
    complete BOOLEAN,
    change_type VARCHAR(50) NOT NULL,
    base_username VARCHAR(100) NOT NULL,
    base_role VARCHAR(50) NOT NULL,
    base_data_version INTEGER,
    data_version INTEGER NOT NULL
) ${table_options};

CREATE TABLE IF NOT EXISTS balrog_user_roles_scheduled_changes_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    scheduled_by VARCHAR(100),
    complete BOOLEAN,
    change_type VARCHAR(50),
    base_username VARCHAR(100),
    base_role VARCHAR(50),
    base_data_version INTEGER,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS balrog_user_roles_scheduled_changes_conditions (
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (sc_id)
) ${table_options};

CREATE TABLE IF NOT EXISTS balrog_user_roles_scheduled_changes_conditions_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS balrog_user_roles_scheduled_changes_signoffs (
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50) NOT NULL,
    PRIMARY KEY (sc_id, username)
) ${table_options};

CREATE TABLE IF NOT EXISTS balrog_user_roles_scheduled_changes_signoffs_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50)
) ${table_options};
