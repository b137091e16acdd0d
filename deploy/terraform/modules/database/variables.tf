# SPDX-License-Identifier: MPL-2.0

variable "environment" {
  description = "stage or production."
  type        = string
}

variable "region" {
  description = "Where the database is."
  type        = string
}

variable "backup_location" {
  description = "Where its backups are: another region, or a group of regions."
  type        = string
}

variable "network" {
  description = "The private network from which the database is reached, as projects/PROJECT/global/networks/NAME. It needs private services access."
  type        = string
}

variable "tier" {
  description = "The type of its machine."
  type        = string
}

variable "highly_available" {
  description = "Whether another zone takes over when one fails."
  type        = bool
}

variable "retained_backups" {
  description = "How many nightly snapshots are kept."
  type        = number

  validation {
    condition     = var.retained_backups >= 7
    error_message = "Snapshots are kept for a week at least."
  }
}
