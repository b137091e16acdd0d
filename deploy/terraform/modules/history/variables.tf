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

variable "releases_kept_days" {
  description = "How many days a revision of a release can't be removed by anybody. After that it is still kept."
  type        = number
}

variable "writer" {
  description = "The account of the admin app, as serviceAccount:NAME."
  type        = string
}
