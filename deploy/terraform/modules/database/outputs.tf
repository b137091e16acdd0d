# SPDX-License-Identifier: MPL-2.0

output "instance" {
  description = "The name of the instance."
  value       = google_sql_database_instance.balrog.name
}

# For the provider that makes the other users.
output "administration" {
  description = "How Terraform itself logs in."
  sensitive   = true
  value = {
    endpoint = "cloudsql://${google_sql_database_instance.balrog.connection_name}"
    username = google_sql_user.terraform.name
    password = random_password.terraform.result
  }
}

output "admin_dburi" {
  description = "DBURI of the admin app."
  value       = "mysql://${mysql_user.admin.user}:${random_password.admin.result}@${google_sql_database_instance.balrog.private_ip_address}/${google_sql_database.balrog.name}?ssl_mode=REQUIRED"
  sensitive   = true

  depends_on = [mysql_grant.admin]
}

output "upgrade_dburi" {
  description = "DBURI of what brings the tables up to date."
  value       = "mysql://${mysql_user.upgrade.user}:${random_password.upgrade.result}@${google_sql_database_instance.balrog.private_ip_address}/${google_sql_database.balrog.name}?ssl_mode=REQUIRED"
  sensitive   = true

  depends_on = [mysql_grant.upgrade]
}

output "public_dburi" {
  description = "DBURI of the public app, whose user can only read."
  value       = "mysql://${mysql_user.public.user}:${random_password.public.result}@${google_sql_database_instance.balrog.private_ip_address}/${google_sql_database.balrog.name}?ssl_mode=REQUIRED"
  sensitive   = true

  depends_on = [mysql_grant.public]
}
