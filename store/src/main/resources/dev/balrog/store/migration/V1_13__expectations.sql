-- SPDX-License-Identifier: MPL-2.0
--
-- Expectations: tests for rules, which a change of rules, releases or pins must not break. Mozilla's Balrog knows nothing
-- of them. The products, a JSON array, are those of the requests in the expectation, which is JSON as well.
CREATE TABLE IF NOT EXISTS balrog_expectations (
    name VARCHAR(100) NOT NULL,
    products ${long_text} NOT NULL,
    expectation ${long_text} NOT NULL,
    data_version INTEGER NOT NULL,
    PRIMARY KEY (name)
) ${table_options};

CREATE TABLE IF NOT EXISTS balrog_expectations_history (
    change_id ${generated_key},
    changed_by VARCHAR(100) NOT NULL,
    timestamp BIGINT NOT NULL,
    name VARCHAR(100) NOT NULL,
    products ${long_text},
    expectation ${long_text},
    data_version INTEGER
) ${table_options};
