# SPDX-License-Identifier: MPL-2.0

output "members" {
  description = "The accounts of the apps, as members of policies."
  value       = { for name, account in google_service_account.app : name => account.member }
}
