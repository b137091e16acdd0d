-- SPDX-License-Identifier: MPL-2.0
-- Requests from outside that failed by our own fault (5xx), by the first part of their path.
--   @since, @until  TIMESTAMP
SELECT
  SPLIT(httpRequest.requestUrl, '/')[SAFE_OFFSET(3)] AS route,
  httpRequest.status AS status,
  COUNT(*) AS requests,
  MIN(timestamp) AS first_seen,
  MAX(timestamp) AS last_seen
FROM logs.requests
WHERE timestamp >= @since
  AND timestamp < @until
  AND httpRequest.status >= 500
GROUP BY 1, 2
ORDER BY 3 DESC, 1, 2
