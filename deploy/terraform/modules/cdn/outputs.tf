# SPDX-License-Identifier: MPL-2.0

output "address" {
  description = "What the name that clients ask has to lead to."
  value       = google_compute_global_address.public.address
}

output "forwarding_rule" {
  description = "By which its requests are found in the logs."
  value       = google_compute_global_forwarding_rule.public.name
}
