-- SPDX-License-Identifier: MPL-2.0
-- What the admin app refused or failed at, by operation and status.
--   @since, @until  TIMESTAMP
SELECT
  COALESCE(jsonPayload.fields.route, 'none') AS operation,
  jsonPayload.fields.status AS status,
  COUNT(*) AS requests,
  COUNT(DISTINCT jsonPayload.fields.user) AS users,
  MAX(timestamp) AS last_seen
FROM logs.stdout
WHERE timestamp >= @since
  AND timestamp < @until
  AND resource.labels.container_name = 'admin'
  AND jsonPayload.type = 'request'
  AND jsonPayload.fields.status >= 400
GROUP BY 1, 2
ORDER BY 3 DESC, 1, 2
