# SPDX-License-Identifier: MPL-2.0

output "buckets" {
  description = "RELEASES_HISTORY_BUCKET and NIGHTLY_HISTORY_BUCKET of the admin app, by releases and nightly."
  value       = { for name, bucket in google_storage_bucket.history : name => bucket.url }
}
