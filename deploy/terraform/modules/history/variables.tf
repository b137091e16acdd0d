# SPDX-License-Identifier: MPL-2.0

variable "environment" {
  description = "stage or production."
  type        = string
}

variable "prefix" {
  description = "What the names of the buckets begin with; they have to be unique in the world."
  type        = string
}

variable "location" {
  description = "Where the buckets are."
  type        = string
}

variable "writer" {
  description = "The account of the admin app, as serviceAccount:NAME."
  type        = string
}
