-- SPDX-License-Identifier: MPL-2.0
-- Errors that the apps logged since a deployment, and whether they had them before it.
--   @deployed  TIMESTAMP of the deployment; a day before it is looked at too
SELECT
  resource.labels.container_name AS app,
  COALESCE(SPLIT(jsonPayload.fields.error, ':')[SAFE_OFFSET(0)], jsonPayload.fields.message, textPayload) AS error,
  COUNTIF(timestamp >= @deployed) AS since,
  COUNTIF(timestamp < @deployed) AS before,
  MAX(timestamp) AS last_seen
FROM logs.stderr
WHERE timestamp >= TIMESTAMP_SUB(@deployed, INTERVAL 1 DAY)
GROUP BY 1, 2
HAVING COUNTIF(timestamp >= @deployed) > 0
ORDER BY 4, 3 DESC, 1, 2
