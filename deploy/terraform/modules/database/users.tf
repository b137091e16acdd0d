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

resource "random_password" "public" {
  length  = 40
  special = false
}

resource "google_sql_user" "terraform" {
  name     = "terraform"
  instance = google_sql_database_instance.balrog.name
  password = random_password.terraform.result
}

# The admin app, and what brings its tables up to date.
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
    "ALTER",
    "CREATE",
    "DELETE",
    "DROP",
    "INDEX",
    "INSERT",
    "REFERENCES",
    "SELECT",
    "UPDATE",
  ]
}

# The public app, which faces everybody, can only read.
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
