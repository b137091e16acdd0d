# SPDX-License-Identifier: MPL-2.0
# The history of releases: every revision that ever was, in two buckets. That of nightly builds expires; that of releases is kept, and nobody can take from it.

locals {
  buckets = {
    nightly = {
      # Builds come several times a day, and nobody goes back to one of last season.
      expires_days = 90
      kept_days    = null
    }
    releases = {
      expires_days = null
      kept_days    = var.releases_kept_days
    }
  }
}

resource "google_storage_bucket" "history" {
  for_each = local.buckets

  name                        = "${var.prefix}-${each.key}-history"
  location                    = var.location
  force_destroy               = false
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = each.key == "releases"
  }

  soft_delete_policy {
    retention_duration_seconds = 7 * 24 * 60 * 60
  }

  dynamic "retention_policy" {
    for_each = each.value.kept_days[*]

    content {
      retention_period = retention_policy.value * 24 * 60 * 60
    }
  }

  dynamic "lifecycle_rule" {
    for_each = each.value.expires_days[*]

    content {
      action {
        type = "Delete"
      }

      condition {
        age = lifecycle_rule.value
      }
    }
  }

  # What is kept for good is seldom read.
  dynamic "lifecycle_rule" {
    for_each = each.value.kept_days[*]

    content {
      action {
        type          = "SetStorageClass"
        storage_class = "NEARLINE"
      }

      condition {
        age = 90
      }
    }
  }

  labels = {
    app         = "balrog"
    environment = var.environment
  }

  lifecycle {
    prevent_destroy = true
  }
}

# The admin app adds revisions and reads them. It never changes or removes one, so that it is not given the right to.
resource "google_storage_bucket_iam_member" "writes" {
  for_each = google_storage_bucket.history

  bucket = each.value.name
  role   = "roles/storage.objectCreator"
  member = var.writer
}

resource "google_storage_bucket_iam_member" "reads" {
  for_each = google_storage_bucket.history

  bucket = each.value.name
  role   = "roles/storage.objectViewer"
  member = var.writer
}
