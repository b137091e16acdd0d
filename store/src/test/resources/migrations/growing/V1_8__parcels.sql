-- SPDX-License-Identifier: MPL-2.0
CREATE TABLE parcels (id INTEGER NOT NULL, PRIMARY KEY (id)) ${table_options};
INSERT INTO parcels (id) VALUES (1);
