-- SPDX-License-Identifier: MPL-2.0
CREATE TABLE letters (id ${generated_key}, name VARCHAR(20) NOT NULL, place VARCHAR(20)) ${table_options};
