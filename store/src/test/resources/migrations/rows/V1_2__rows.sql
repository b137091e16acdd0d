-- SPDX-License-Identifier: MPL-2.0
DELETE FROM letters WHERE name = 'x';
