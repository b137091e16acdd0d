# SPDX-License-Identifier: MPL-2.0
# Secrets, and the accounts that read them. Each app has an account of its own, which can read its own secrets and nothing else. In the cluster, the account of
# the same name works as it.

locals {
  # What is read by whom. The first kind has its values from Terraform, the second from people.
  addresses = {
    balrog-admin-dburi   = ["balrog-admin"]
    balrog-cleanup-dburi = ["balrog-cleanup"]
    balrog-public-dburi  = ["balrog-public"]
    balrog-upgrade-dburi = ["balrog-upgrade"]
  }
  settings = {
    balrog-admin-settings  = ["balrog-admin"]
    balrog-agent-settings  = ["balrog-agent"]
    balrog-public-settings = ["balrog-public"]
  }

  readers = merge([
    for secret, accounts in merge(local.addresses, local.settings) : {
      for account in accounts : "${secret}/${account}" => { secret = secret, account = account }
    }
  ]...)
}

resource "google_service_account" "app" {
  for_each = toset(["balrog-admin", "balrog-agent", "balrog-cleanup", "balrog-public", "balrog-upgrade"])

  account_id   = each.key
  display_name = "Balrog in ${var.environment}: ${each.key}"
}

resource "google_service_account_iam_member" "app" {
  for_each = google_service_account.app

  service_account_id = each.value.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "serviceAccount:${var.project}.svc.id.goog[${var.namespace}/${each.key}]"
}

resource "google_secret_manager_secret" "secret" {
  for_each = merge(local.addresses, local.settings)

  secret_id           = each.key
  deletion_protection = true

  replication {
    auto {}
  }

  labels = {
    app         = "balrog"
    environment = var.environment
  }
}

resource "google_secret_manager_secret_version" "admin" {
  secret      = google_secret_manager_secret.secret["balrog-admin-dburi"].id
  secret_data = var.admin_dburi
}

# The cleanup job logs in to the database as the admin app does.
resource "google_secret_manager_secret_version" "cleanup" {
  secret      = google_secret_manager_secret.secret["balrog-cleanup-dburi"].id
  secret_data = var.admin_dburi
}

resource "google_secret_manager_secret_version" "upgrade" {
  secret      = google_secret_manager_secret.secret["balrog-upgrade-dburi"].id
  secret_data = var.upgrade_dburi
}

resource "google_secret_manager_secret_version" "public" {
  secret      = google_secret_manager_secret.secret["balrog-public-dburi"].id
  secret_data = var.public_dburi
}

resource "google_secret_manager_secret_iam_member" "reader" {
  for_each = local.readers

  secret_id = google_secret_manager_secret.secret[each.value.secret].id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.app[each.value.account].member
}
