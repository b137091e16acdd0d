-- SPDX-License-Identifier: MPL-2.0
--
-- Who may do what.

-- The options are JSON: {"actions": […], "products": […]}, each for all when it is left out.
CREATE TABLE IF NOT EXISTS permissions (
    permission VARCHAR(50) NOT NULL,
    username VARCHAR(100) NOT NULL,
    options TEXT,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (permission, username)
) ${table_options};

CREATE TABLE IF NOT EXISTS permissions_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    permission VARCHAR(50) NOT NULL,
    username VARCHAR(100) NOT NULL,
    options TEXT,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS permissions_scheduled_changes (
    sc_id ${generated_key},
    scheduled_by VARCHAR(100) NOT NULL,
    complete BOOLEAN,
    change_type VARCHAR(50) NOT NULL,
    base_permission VARCHAR(50) NOT NULL,
    base_username VARCHAR(100) NOT NULL,
    base_options TEXT,
    base_data_version INTEGER,
    data_version INTEGER NOT NULL
) ${table_options};

CREATE TABLE IF NOT EXISTS permissions_scheduled_changes_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    scheduled_by VARCHAR(100),
    complete BOOLEAN,
    change_type VARCHAR(50),
    base_permission VARCHAR(50),
    base_username VARCHAR(100),
    base_options TEXT,
    base_data_version INTEGER,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS permissions_scheduled_changes_conditions (
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (sc_id)
) ${table_options};

CREATE TABLE IF NOT EXISTS permissions_scheduled_changes_conditions_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS permissions_scheduled_changes_signoffs (
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50) NOT NULL,
    PRIMARY KEY (sc_id, username)
) ${table_options};

CREATE TABLE IF NOT EXISTS permissions_scheduled_changes_signoffs_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50)
) ${table_options};

-- The roles in which people sign off. They are granted and revoked, never changed or scheduled.
CREATE TABLE IF NOT EXISTS user_roles (
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50) NOT NULL,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (username, role)
) ${table_options};

CREATE TABLE IF NOT EXISTS user_roles_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50) NOT NULL,
    data_version INTEGER
) ${table_options};
