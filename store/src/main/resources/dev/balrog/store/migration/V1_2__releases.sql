-- SPDX-License-Identifier: MPL-2.0
--
-- Releases. Their history is not in the database but in an object store.

-- Whole releases, as JSON in text: what the first version of the releases API writes.
CREATE TABLE IF NOT EXISTS releases (
    name VARCHAR(100) NOT NULL,
    product VARCHAR(15) NOT NULL,
    read_only BOOLEAN,
    data ${long_text} NOT NULL,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (name)
) ${table_options};

CREATE TABLE IF NOT EXISTS releases_scheduled_changes (
    sc_id ${generated_key},
    scheduled_by VARCHAR(100) NOT NULL,
    complete BOOLEAN,
    change_type VARCHAR(50) NOT NULL,
    base_name VARCHAR(100) NOT NULL,
    base_product VARCHAR(15),
    base_read_only BOOLEAN,
    base_data ${long_text},
    base_data_version INTEGER,
    data_version INTEGER NOT NULL
) ${table_options};

CREATE TABLE IF NOT EXISTS releases_scheduled_changes_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    scheduled_by VARCHAR(100),
    complete BOOLEAN,
    change_type VARCHAR(50),
    base_name VARCHAR(100),
    base_product VARCHAR(15),
    base_read_only BOOLEAN,
    base_data ${long_text},
    base_data_version INTEGER,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS releases_scheduled_changes_conditions (
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (sc_id)
) ${table_options};

CREATE TABLE IF NOT EXISTS releases_scheduled_changes_conditions_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS releases_scheduled_changes_signoffs (
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50) NOT NULL,
    PRIMARY KEY (sc_id, username)
) ${table_options};

CREATE TABLE IF NOT EXISTS releases_scheduled_changes_signoffs_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50)
) ${table_options};

-- Releases without the parts that have a row of their own in release_assets: what the second version writes.
-- Where a name is in both tables, this one counts.
CREATE TABLE IF NOT EXISTS releases_json (
    name VARCHAR(100) NOT NULL,
    product VARCHAR(15) NOT NULL,
    read_only BOOLEAN,
    data JSON,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (name)
) ${table_options};

CREATE TABLE IF NOT EXISTS releases_json_scheduled_changes (
    sc_id ${generated_key},
    scheduled_by VARCHAR(100) NOT NULL,
    complete BOOLEAN,
    change_type VARCHAR(50) NOT NULL,
    base_name VARCHAR(100) NOT NULL,
    base_product VARCHAR(15),
    base_read_only BOOLEAN,
    base_data JSON,
    base_data_version INTEGER,
    data_version INTEGER NOT NULL
) ${table_options};

CREATE TABLE IF NOT EXISTS releases_json_scheduled_changes_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    scheduled_by VARCHAR(100),
    complete BOOLEAN,
    change_type VARCHAR(50),
    base_name VARCHAR(100),
    base_product VARCHAR(15),
    base_read_only BOOLEAN,
    base_data JSON,
    base_data_version INTEGER,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS releases_json_scheduled_changes_conditions (
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (sc_id)
) ${table_options};

CREATE TABLE IF NOT EXISTS releases_json_scheduled_changes_conditions_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS releases_json_scheduled_changes_signoffs (
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50) NOT NULL,
    PRIMARY KEY (sc_id, username)
) ${table_options};

CREATE TABLE IF NOT EXISTS releases_json_scheduled_changes_signoffs_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50)
) ${table_options};

-- Parts of releases, one for each platform and locale, so that they can be submitted side by side.
-- The path says where in the release the data belongs, such as .platforms.Linux_x86-gcc3.locales.de
CREATE TABLE IF NOT EXISTS release_assets (
    name VARCHAR(100) NOT NULL,
    path VARCHAR(200) NOT NULL,
    data JSON,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (name, path)
) ${table_options};

CREATE TABLE IF NOT EXISTS release_assets_scheduled_changes (
    sc_id ${generated_key},
    scheduled_by VARCHAR(100) NOT NULL,
    complete BOOLEAN,
    change_type VARCHAR(50) NOT NULL,
    base_name VARCHAR(100) NOT NULL,
    base_path VARCHAR(200) NOT NULL,
    base_data JSON,
    base_data_version INTEGER,
    data_version INTEGER NOT NULL
) ${table_options};

CREATE TABLE IF NOT EXISTS release_assets_scheduled_changes_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    scheduled_by VARCHAR(100),
    complete BOOLEAN,
    change_type VARCHAR(50),
    base_name VARCHAR(100),
    base_path VARCHAR(200),
    base_data JSON,
    base_data_version INTEGER,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS release_assets_scheduled_changes_conditions (
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (sc_id)
) ${table_options};

CREATE TABLE IF NOT EXISTS release_assets_scheduled_changes_conditions_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS release_assets_scheduled_changes_signoffs (
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50) NOT NULL,
    PRIMARY KEY (sc_id, username)
) ${table_options};

CREATE TABLE IF NOT EXISTS release_assets_scheduled_changes_signoffs_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50)
) ${table_options};
