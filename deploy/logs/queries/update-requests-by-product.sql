-- SPDX-License-Identifier: MPL-2.0
-- Update requests by product: how many, how many failed, how many the CDN answered by itself.
--   @since, @until  TIMESTAMP
SELECT
  SPLIT(httpRequest.requestUrl, '/')[SAFE_OFFSET(5)] AS product,
  COUNT(*) AS requests,
  COUNTIF(httpRequest.status >= 500) AS failed,
  COUNTIF(httpRequest.cacheHit) AS answered_by_cdn,
  AVG(httpRequest.latency) AS average_seconds
FROM logs.requests
WHERE timestamp >= @since
  AND timestamp < @until
  AND SPLIT(httpRequest.requestUrl, '/')[SAFE_OFFSET(3)] IN ('update', 'json')
GROUP BY 1
ORDER BY 2 DESC, 1
