-- SPDX-License-Identifier: MPL-2.0
DELETE FROM parcels WHERE id = 1;
DROP TABLE parcels;
