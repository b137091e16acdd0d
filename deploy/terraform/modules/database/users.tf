# SPDX-License-Identifier: MPL-2.0
# Who may log in to the database. A user that Cloud SQL makes may do almost everything, so that it makes only the one by whom the others are made:
# those are MySQL's own, with the privileges that are written here and no others.

resource "random_password" "terraform" {
  length  = 40
  special = false
}

resource "random_password" "admin" {
  length  = 40
  special = false
}

resource "random_password" "upgrade" {
  length  = 40
  special = false
}

resource "random_password" "public" {
  length  = 40
  special = false
}

resource "google_sql_user" "terraform" {
  name     = "terraform"
  instance = google_sql_database_instance.balrog.name
  password = random_password.terraform.result
}

# What brings the tables up to date, and nothing that runs all the time. It passes on to the admin app what that needs for each table: see BALROG_ADMIN_ACCOUNT
# of the job balrog-upgrade.
resource "mysql_user" "upgrade" {
  user               = "balrog-upgrade"
  host               = "%"
  plaintext_password = random_password.upgrade.result
  tls_option         = "SSL"
}

resource "mysql_grant" "upgrade" {
  user     = mysql_user.upgrade.user
  host     = mysql_user.upgrade.host
  database = google_sql_database.balrog.name
  grant    = true
  privileges = [
    "ALTER",
    "CREATE",
    "DELETE",
    "DROP",
    "INDEX",
    "INSERT",
    "LOCK TABLES",
    "REFERENCES",
    "SELECT",
    "UPDATE",
  ]
}

# The admin app. It can read and add rows; the job balrog-upgrade lets it update and delete those of each table that is no history and not the audit log, as
# balrog db grants prints it.
resource "mysql_user" "admin" {
  user               = "balrog-admin"
  host               = "%"
  plaintext_password = random_password.admin.result
  tls_option         = "SSL"
}

resource "mysql_grant" "admin" {
  user     = mysql_user.admin.user
  host     = mysql_user.admin.host
  database = google_sql_database.balrog.name
  privileges = [
    "INSERT",
    "SELECT",
  ]
}

# The public app, which is reachable from the internet, can only read.
resource "mysql_user" "public" {
  user               = "balrog-public"
  host               = "%"
  plaintext_password = random_password.public.result
  tls_option         = "SSL"
}

resource "mysql_grant" "public" {
  user       = mysql_user.public.user
  host       = mysql_user.public.host
  database   = google_sql_database.balrog.name
  privileges = ["SELECT"]
}
