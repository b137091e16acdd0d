// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

/** Signals that a release has a download URL that the allow-list rejects for its product. */
public final class ForbiddenDomainException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String path;

    ForbiddenDomainException(String url, String path, String product) {
        super("updates of " + product + " may not come from " + url + ": its host is not allowed for this product");
        this.path = path;
    }

    /** Returns the location of the URL in the release, as a JSON Pointer. */
    public String path() {
        return path;
    }
}
