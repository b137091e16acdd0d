-- SPDX-License-Identifier: MPL-2.0

-- Products and channels that get no updates for now.
CREATE TABLE IF NOT EXISTS emergency_shutoffs (
    product VARCHAR(15) NOT NULL,
    channel VARCHAR(75) NOT NULL,
    comment VARCHAR(500),
    data_version INTEGER NOT NULL,
    PRIMARY KEY (product, channel)
) ${table_options};

CREATE TABLE IF NOT EXISTS emergency_shutoffs_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    product VARCHAR(15) NOT NULL,
    channel VARCHAR(75) NOT NULL,
    comment VARCHAR(500),
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS emergency_shutoffs_scheduled_changes (
    sc_id ${generated_key},
    scheduled_by VARCHAR(100) NOT NULL,
    complete BOOLEAN,
    change_type VARCHAR(50) NOT NULL,
    base_product VARCHAR(15) NOT NULL,
    base_channel VARCHAR(75) NOT NULL,
    base_comment VARCHAR(500),
    base_data_version INTEGER,
    data_version INTEGER NOT NULL
) ${table_options};

CREATE TABLE IF NOT EXISTS emergency_shutoffs_scheduled_changes_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    scheduled_by VARCHAR(100),
    complete BOOLEAN,
    change_type VARCHAR(50),
    base_product VARCHAR(15),
    base_channel VARCHAR(75),
    base_comment VARCHAR(500),
    base_data_version INTEGER,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS emergency_shutoffs_scheduled_changes_conditions (
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (sc_id)
) ${table_options};

CREATE TABLE IF NOT EXISTS emergency_shutoffs_scheduled_changes_conditions_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS emergency_shutoffs_scheduled_changes_signoffs (
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50) NOT NULL,
    PRIMARY KEY (sc_id, username)
) ${table_options};

CREATE TABLE IF NOT EXISTS emergency_shutoffs_scheduled_changes_signoffs_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50)
) ${table_options};

-- What clients are given that are pinned to a version; the version ends in a dot, such as 115. or 115.3.
CREATE TABLE IF NOT EXISTS pinnable_releases (
    product VARCHAR(15) NOT NULL,
    version VARCHAR(75) NOT NULL,
    channel VARCHAR(75) NOT NULL,
    mapping VARCHAR(100) NOT NULL,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (product, version, channel)
) ${table_options};

CREATE TABLE IF NOT EXISTS pinnable_releases_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    product VARCHAR(15) NOT NULL,
    version VARCHAR(75) NOT NULL,
    channel VARCHAR(75) NOT NULL,
    mapping VARCHAR(100),
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS pinnable_releases_scheduled_changes (
    sc_id ${generated_key},
    scheduled_by VARCHAR(100) NOT NULL,
    complete BOOLEAN,
    change_type VARCHAR(50) NOT NULL,
    base_product VARCHAR(15) NOT NULL,
    base_version VARCHAR(75) NOT NULL,
    base_channel VARCHAR(75) NOT NULL,
    base_mapping VARCHAR(100),
    base_data_version INTEGER,
    data_version INTEGER NOT NULL
) ${table_options};

CREATE TABLE IF NOT EXISTS pinnable_releases_scheduled_changes_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    scheduled_by VARCHAR(100),
    complete BOOLEAN,
    change_type VARCHAR(50),
    base_product VARCHAR(15),
    base_version VARCHAR(75),
    base_channel VARCHAR(75),
    base_mapping VARCHAR(100),
    base_data_version INTEGER,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS pinnable_releases_scheduled_changes_conditions (
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (sc_id)
) ${table_options};

CREATE TABLE IF NOT EXISTS pinnable_releases_scheduled_changes_conditions_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS pinnable_releases_scheduled_changes_signoffs (
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50) NOT NULL,
    PRIMARY KEY (sc_id, username)
) ${table_options};

CREATE TABLE IF NOT EXISTS pinnable_releases_scheduled_changes_signoffs_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50)
) ${table_options};
