# SPDX-License-Identifier: MPL-2.0

variable "environment" {
  description = "stage or production."
  type        = string
}

variable "project" {
  description = "The project whose logs these are."
  type        = string
}

variable "namespace" {
  description = "The namespace of the pods."
  type        = string
}

variable "forwarding_rule" {
  description = "The forwarding rule of the load balancer whose requests are wanted."
  type        = string
}

variable "location" {
  description = "Where the data is kept."
  type        = string
}

variable "kept_days" {
  description = "How many days logs are kept."
  type        = number
}

variable "readers" {
  description = "Who may ask, as group:NAME or user:NAME."
  type        = list(string)
}
