# SPDX-License-Identifier: MPL-2.0
# The history of releases: every revision that ever was, in two buckets. That of nightly builds expires, that of releases is kept.

locals {
  buckets = {
    nightly = {
      # Builds are several per day, and old revisions are not restored.
      expires_days = 90
    }
    releases = {
      expires_days = null
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

  # What is written over or removed is still there, for good. There is no retention policy on purpose: a delivery that was not confirmed is made again, which
  # writes an object over itself, and such a policy would refuse that.
  versioning {
    enabled = each.value.expires_days == null
  }

  soft_delete_policy {
    retention_duration_seconds = 30 * 24 * 60 * 60
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
    for_each = each.value.expires_days == null ? [90] : []

    content {
      action {
        type          = "SetStorageClass"
        storage_class = "NEARLINE"
      }

      condition {
        age = lifecycle_rule.value
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

# Objects alone, not the buckets and their rules. To write over an object takes the right to remove one.
resource "google_storage_bucket_iam_member" "writer" {
  for_each = google_storage_bucket.history

  bucket = each.value.name
  role   = "roles/storage.objectUser"
  member = var.writer
}
