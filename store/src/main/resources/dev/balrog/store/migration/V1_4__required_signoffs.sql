-- SPDX-License-Identifier: MPL-2.0
--
-- How many people of which role have to agree before a change takes effect.

-- For changes of rules, and of releases that rules map to.
CREATE TABLE IF NOT EXISTS product_req_signoffs (
    product VARCHAR(15) NOT NULL,
    channel VARCHAR(75) NOT NULL,
    role VARCHAR(50) NOT NULL,
    signoffs_required INTEGER NOT NULL,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (product, channel, role)
) ${table_options};

CREATE TABLE IF NOT EXISTS product_req_signoffs_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    product VARCHAR(15) NOT NULL,
    channel VARCHAR(75) NOT NULL,
    role VARCHAR(50) NOT NULL,
    signoffs_required INTEGER,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS product_req_signoffs_scheduled_changes (
    sc_id ${generated_key},
    scheduled_by VARCHAR(100) NOT NULL,
    complete BOOLEAN,
    change_type VARCHAR(50) NOT NULL,
    base_product VARCHAR(15) NOT NULL,
    base_channel VARCHAR(75) NOT NULL,
    base_role VARCHAR(50) NOT NULL,
    base_signoffs_required INTEGER,
    base_data_version INTEGER,
    data_version INTEGER NOT NULL
) ${table_options};

CREATE TABLE IF NOT EXISTS product_req_signoffs_scheduled_changes_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    scheduled_by VARCHAR(100),
    complete BOOLEAN,
    change_type VARCHAR(50),
    base_product VARCHAR(15),
    base_channel VARCHAR(75),
    base_role VARCHAR(50),
    base_signoffs_required INTEGER,
    base_data_version INTEGER,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS product_req_signoffs_scheduled_changes_conditions (
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (sc_id)
) ${table_options};

CREATE TABLE IF NOT EXISTS product_req_signoffs_scheduled_changes_conditions_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS product_req_signoffs_scheduled_changes_signoffs (
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50) NOT NULL,
    PRIMARY KEY (sc_id, username)
) ${table_options};

CREATE TABLE IF NOT EXISTS product_req_signoffs_scheduled_changes_signoffs_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50)
) ${table_options};

-- For changes of permissions on the product.
CREATE TABLE IF NOT EXISTS permissions_req_signoffs (
    product VARCHAR(15) NOT NULL,
    role VARCHAR(50) NOT NULL,
    signoffs_required INTEGER NOT NULL,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (product, role)
) ${table_options};

CREATE TABLE IF NOT EXISTS permissions_req_signoffs_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    product VARCHAR(15) NOT NULL,
    role VARCHAR(50) NOT NULL,
    signoffs_required INTEGER,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS permissions_req_signoffs_scheduled_changes (
    sc_id ${generated_key},
    scheduled_by VARCHAR(100) NOT NULL,
    complete BOOLEAN,
    change_type VARCHAR(50) NOT NULL,
    base_product VARCHAR(15) NOT NULL,
    base_role VARCHAR(50) NOT NULL,
    base_signoffs_required INTEGER,
    base_data_version INTEGER,
    data_version INTEGER NOT NULL
) ${table_options};

CREATE TABLE IF NOT EXISTS permissions_req_signoffs_scheduled_changes_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    scheduled_by VARCHAR(100),
    complete BOOLEAN,
    change_type VARCHAR(50),
    base_product VARCHAR(15),
    base_role VARCHAR(50),
    base_signoffs_required INTEGER,
    base_data_version INTEGER,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS permissions_req_signoffs_scheduled_changes_conditions (
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (sc_id)
) ${table_options};

CREATE TABLE IF NOT EXISTS permissions_req_signoffs_scheduled_changes_conditions_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    `when` BIGINT,
    data_version INTEGER
) ${table_options};

CREATE TABLE IF NOT EXISTS permissions_req_signoffs_scheduled_changes_signoffs (
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50) NOT NULL,
    PRIMARY KEY (sc_id, username)
) ${table_options};

CREATE TABLE IF NOT EXISTS permissions_req_signoffs_scheduled_changes_signoffs_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    sc_id INTEGER NOT NULL,
    username VARCHAR(100) NOT NULL,
    role VARCHAR(50)
) ${table_options};
