# SPDX-License-Identifier: MPL-2.0
# Logs, to be asked with SQL: BigQuery tables requests, stdout and stderr. What asks them is in deploy/logs/queries.

locals {
  pods = "resource.type=\"k8s_container\" AND resource.labels.namespace_name=\"${var.namespace}\""

  # Cloud Logging names a table after the log that an entry is in.
  tables = {
    requests = "logName=\"projects/${var.project}/logs/requests\" AND resource.type=\"http_load_balancer\" AND resource.labels.forwarding_rule_name=\"${var.forwarding_rule}\""
    stdout   = "logName=\"projects/${var.project}/logs/stdout\" AND ${local.pods}"
    stderr   = "logName=\"projects/${var.project}/logs/stderr\" AND ${local.pods}"
  }
}

resource "google_bigquery_dataset" "logs" {
  dataset_id                      = "balrog_${var.environment}_logs"
  description                     = "What Balrog in ${var.environment} logged."
  location                        = var.location
  default_partition_expiration_ms = var.kept_days * 24 * 60 * 60 * 1000

  labels = {
    app         = "balrog"
    environment = var.environment
  }
}

# With the schemas that the queries are tested with. Cloud Logging adds columns by itself when there are new fields, which is no reason to change a table back.
resource "google_bigquery_table" "logs" {
  for_each = local.tables

  dataset_id               = google_bigquery_dataset.logs.dataset_id
  table_id                 = each.key
  schema                   = file("${path.module}/../../../logs/${each.key}.schema.json")
  deletion_protection      = true
  require_partition_filter = true

  time_partitioning {
    type  = "DAY"
    field = "timestamp"
  }

  lifecycle {
    ignore_changes = [schema]
  }
}

resource "google_logging_project_sink" "logs" {
  for_each = local.tables

  name                   = "balrog-${var.environment}-${each.key}"
  description            = "Balrog's ${each.key}, for BigQuery."
  destination            = "bigquery.googleapis.com/${google_bigquery_dataset.logs.id}"
  filter                 = each.value
  unique_writer_identity = true

  bigquery_options {
    use_partitioned_tables = true
  }

  # The tables are there before the first entry, so that they have these schemas.
  depends_on = [google_bigquery_table.logs]
}

resource "google_bigquery_dataset_iam_member" "sinks" {
  for_each = google_logging_project_sink.logs

  dataset_id = google_bigquery_dataset.logs.dataset_id
  role       = "roles/bigquery.dataEditor"
  member     = each.value.writer_identity
}

resource "google_bigquery_dataset_iam_member" "readers" {
  for_each = toset(var.readers)

  dataset_id = google_bigquery_dataset.logs.dataset_id
  role       = "roles/bigquery.dataViewer"
  member     = each.value
}
