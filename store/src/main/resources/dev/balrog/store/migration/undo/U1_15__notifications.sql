-- SPDX-License-Identifier: MPL-2.0
--
-- Nothing of the governed data is lost: events that are not delivered yet stay undelivered.
DELETE FROM balrog_notification_queue;
DELETE FROM balrog_notification_consumers;
DROP TABLE balrog_notification_queue;
DROP TABLE balrog_notification_consumers;
