-- SPDX-License-Identifier: MPL-2.0
-- What one client asked, and how it was answered, to tell what it was given and why (docs/explain.md).
--   @since, @until  TIMESTAMP
--   @client         STRING, its address
SELECT
  timestamp,
  httpRequest.requestUrl AS url,
  httpRequest.status AS status,
  httpRequest.cacheHit AS answered_by_cdn,
  httpRequest.userAgent AS agent
FROM logs.requests
WHERE timestamp >= @since
  AND timestamp < @until
  AND httpRequest.remoteIp = @client
ORDER BY timestamp
