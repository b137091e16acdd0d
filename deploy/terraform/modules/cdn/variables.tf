# SPDX-License-Identifier: MPL-2.0

variable "environment" {
  description = "stage or production."
  type        = string
}

variable "host" {
  description = "The name that clients ask."
  type        = string
}

variable "origin" {
  description = "The name of the gateway in front of the public app: that of the overlay's HTTPRoute."
  type        = string
}

variable "min_tls_version" {
  description = "The oldest TLS that clients may use."
  type        = string
}

variable "log_sample_rate" {
  description = "Of how many requests there is an entry in the log, from 0 to 1."
  type        = number
}
