-- SPDX-License-Identifier: MPL-2.0
-- Who changed what through the admin API, and when. Refused attempts are left out.
--   @since, @until  TIMESTAMP
SELECT
  timestamp,
  jsonPayload.fields.user AS who,
  jsonPayload.fields.route AS operation,
  jsonPayload.fields.method AS method,
  jsonPayload.fields.path AS path
FROM logs.stdout
WHERE timestamp >= @since
  AND timestamp < @until
  AND resource.labels.container_name = 'admin'
  AND jsonPayload.type = 'request'
  AND jsonPayload.fields.method IN ('POST', 'PUT', 'DELETE')
  AND jsonPayload.fields.status < 300
ORDER BY timestamp
