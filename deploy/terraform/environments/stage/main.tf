# SPDX-License-Identifier: MPL-2.0

terraform {
  required_version = ">= 1.9"

  backend "gcs" {
    bucket = "example-balrog-stage-terraform"
    prefix = "balrog"
  }

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 6.43"
    }
    mysql = {
      source  = "petoju/mysql"
      version = "~> 3.0"
    }
  }
}

locals {
  environment = "stage"
  project     = "example-balrog-stage"
  region      = "us-west1"
  namespace   = "balrog-stage"
}

provider "google" {
  project = local.project
  region  = local.region
}

# It is in the private network, so that Terraform has to run there: see README.md.
provider "mysql" {
  endpoint   = module.database.administration.endpoint
  username   = module.database.administration.username
  password   = module.database.administration.password
  private_ip = true
}

module "database" {
  source = "../../modules/database"

  environment      = local.environment
  region           = local.region
  backup_location  = "us"
  network          = "projects/${local.project}/global/networks/default"
  tier             = "db-custom-2-7680"
  highly_available = false
  retained_backups = 7
}

module "secrets" {
  source = "../../modules/secrets"

  environment   = local.environment
  project       = local.project
  namespace     = local.namespace
  admin_dburi   = module.database.admin_dburi
  public_dburi  = module.database.public_dburi
  upgrade_dburi = module.database.upgrade_dburi
}

module "history" {
  source = "../../modules/history"

  environment = local.environment
  prefix      = local.project
  location    = "US"
  writer      = module.secrets.members["balrog-admin"]
}

module "cdn" {
  source = "../../modules/cdn"

  environment     = local.environment
  host            = "aus.stage.example.com"
  origin          = "origin.aus.stage.example.com"
  min_tls_version = "TLS_1_0"
  log_sample_rate = 1.0
}

module "logs" {
  source = "../../modules/logs"

  environment     = local.environment
  project         = local.project
  namespace       = local.namespace
  forwarding_rule = module.cdn.forwarding_rule
  location        = "US"
  kept_days       = 30
  readers         = ["group:releng@example.com"]
}

output "address" {
  description = "What the name that clients ask has to lead to."
  value       = module.cdn.address
}

output "buckets" {
  description = "Where the history of releases is."
  value       = module.history.buckets
}
