# SPDX-License-Identifier: MPL-2.0

output "dataset" {
  description = "The data set with the three tables."
  value       = google_bigquery_dataset.logs.dataset_id
}
