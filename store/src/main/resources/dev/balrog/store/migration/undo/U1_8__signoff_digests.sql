-- SPDX-License-Identifier: MPL-2.0
DROP TABLE balrog_signoff_digests;
