// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

/** A release that would have clients download from where its product's updates may not come from. */
public final class ForbiddenDomainException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String path;

    ForbiddenDomainException(String url, String path, String product) {
        super("updates of " + product + " may not come from " + url + ": its host is not allowed for this product");
        this.path = path;
    }

    /** Where in the release the URL is, as a JSON pointer. */
    public String path() {
        return path;
    }
}
