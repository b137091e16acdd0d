# SPDX-License-Identifier: MPL-2.0

variable "environment" {
  description = "stage or production."
  type        = string
}

variable "project" {
  description = "The project in which the cluster is."
  type        = string
}

variable "namespace" {
  description = "The namespace of the pods."
  type        = string
}

variable "admin_dburi" {
  description = "DBURI of the admin app."
  type        = string
  sensitive   = true
}

variable "upgrade_dburi" {
  description = "DBURI of what brings the tables up to date."
  type        = string
  sensitive   = true
}

variable "public_dburi" {
  description = "DBURI of the public app, whose user can only read."
  type        = string
  sensitive   = true
}
