# SPDX-License-Identifier: MPL-2.0
# What the images of the public app, the admin app and the agent are built on. Nothing is built from this file: Maven reads it
# as properties, and Dependabot as a Dockerfile.
FROM gcr.io/distroless/java25-debian13:nonroot@sha256:ca60da1345c0f17b6d019049e6749e15f10fd3c0da86dec938d2b4ec565d0629
