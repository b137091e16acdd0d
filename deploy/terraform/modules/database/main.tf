# SPDX-License-Identifier: MPL-2.0
# The database: MySQL on Cloud SQL, in two zones, reached from the private network alone. A snapshot is taken every night, and the binary log is kept, so that it
# can be brought back as it was at any second of the last days: docs/operations/backup.md.

resource "google_sql_database_instance" "balrog" {
  name                = "balrog-${var.environment}"
  region              = var.region
  database_version    = "MYSQL_8_4"
  deletion_protection = true

  settings {
    edition                     = "ENTERPRISE"
    tier                        = var.tier
    availability_type           = var.highly_available ? "REGIONAL" : "ZONAL"
    disk_type                   = "PD_SSD"
    disk_autoresize             = true
    deletion_protection_enabled = true
    # An instance that is deleted all the same leaves its last state behind.
    retain_backups_on_delete = true

    backup_configuration {
      enabled                        = true
      start_time                     = "08:00"
      location                       = var.backup_location
      binary_log_enabled             = true
      transaction_log_retention_days = 7

      backup_retention_settings {
        retained_backups = var.retained_backups
        retention_unit   = "COUNT"
      }
    }

    ip_configuration {
      ipv4_enabled    = false
      private_network = var.network
      ssl_mode        = "ENCRYPTED_ONLY"
    }

    maintenance_window {
      # Tuesday, when people are there and no release goes out.
      day          = 2
      hour         = 16
      update_track = "stable"
    }

    # Releases are large: a change of one has to fit into one packet.
    database_flags {
      name  = "max_allowed_packet"
      value = "134217728"
    }

    database_flags {
      name  = "slow_query_log"
      value = "on"
    }

    insights_config {
      query_insights_enabled = true
    }

    user_labels = {
      app         = "balrog"
      environment = var.environment
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "google_sql_database" "balrog" {
  name      = "balrog"
  instance  = google_sql_database_instance.balrog.name
  charset   = "utf8mb4"
  collation = "utf8mb4_bin"
}
