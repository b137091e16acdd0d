# SPDX-License-Identifier: MPL-2.0
# What clients talk to: a load balancer with a cache in front of the public app. Which answers may be kept, and how long, the app says itself (Cache-Control,
# docs/public-app.md); an answer that it does not mark is never kept. Behind it is the gateway of the cluster.

resource "google_compute_global_address" "public" {
  name = "balrog-${var.environment}"
}

resource "google_compute_managed_ssl_certificate" "public" {
  name = "balrog-${var.environment}"

  managed {
    domains = [var.host]
  }
}

# Old clients, which are the ones that need updates most, know no newer TLS.
resource "google_compute_ssl_policy" "public" {
  name            = "balrog-${var.environment}"
  profile         = "COMPATIBLE"
  min_tls_version = var.min_tls_version
}

resource "google_compute_global_network_endpoint_group" "origin" {
  name                  = "balrog-${var.environment}-origin"
  network_endpoint_type = "INTERNET_FQDN_PORT"
  default_port          = 443
}

resource "google_compute_global_network_endpoint" "origin" {
  global_network_endpoint_group = google_compute_global_network_endpoint_group.origin.name
  fqdn                          = var.origin
  port                          = 443
}

resource "google_compute_backend_service" "public" {
  name                  = "balrog-${var.environment}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  timeout_sec           = 30
  enable_cdn            = true
  compression_mode      = "AUTOMATIC"

  # The gateway knows the app by the name of the origin.
  custom_request_headers = ["Host: ${var.origin}"]

  backend {
    group = google_compute_global_network_endpoint_group.origin.id
  }

  cdn_policy {
    cache_mode                   = "USE_ORIGIN_HEADERS"
    negative_caching             = false
    serve_while_stale            = 0
    signed_url_cache_max_age_sec = 0

    cache_key_policy {
      include_host         = false
      include_protocol     = false
      include_query_string = true
    }
  }

  # The table requests is made of these.
  log_config {
    enable      = true
    sample_rate = var.log_sample_rate
  }
}

resource "google_compute_url_map" "public" {
  name            = "balrog-${var.environment}"
  default_service = google_compute_backend_service.public.id
}

resource "google_compute_target_https_proxy" "public" {
  name             = "balrog-${var.environment}"
  url_map          = google_compute_url_map.public.id
  ssl_certificates = [google_compute_managed_ssl_certificate.public.id]
  ssl_policy       = google_compute_ssl_policy.public.id
}

resource "google_compute_global_forwarding_rule" "public" {
  name                  = "balrog-${var.environment}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.public.id
  port_range            = "443"
  target                = google_compute_target_https_proxy.public.id
}
