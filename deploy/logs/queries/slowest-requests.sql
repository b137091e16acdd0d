-- SPDX-License-Identifier: MPL-2.0
-- The slowest requests, as clients saw them.
--   @since, @until  TIMESTAMP
SELECT
  timestamp,
  httpRequest.latency AS seconds,
  httpRequest.requestMethod AS method,
  httpRequest.requestUrl AS url,
  httpRequest.status AS status
FROM logs.requests
WHERE timestamp >= @since
  AND timestamp < @until
ORDER BY httpRequest.latency DESC
LIMIT 20
