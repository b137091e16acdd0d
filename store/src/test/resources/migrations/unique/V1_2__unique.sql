-- SPDX-License-Identifier: MPL-2.0
CREATE UNIQUE INDEX letters_name ON letters (name);
