# SPDX-License-Identifier: MPL-2.0
# What the image of the page is built on. Nothing is built from this file: Maven reads it as properties, and Dependabot as a
# Dockerfile.
FROM docker.io/nginxinc/nginx-unprivileged:1.29-alpine-slim@sha256:59678856b05324b7f6371f26eb1520be7fcd8bdc8ab380fc4913db8503e5a842
