// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

/** A release that would have clients download from where its product's updates may not come from. */
public final class ForbiddenDomainException extends Exception {
    private static final long serialVersionUID = 1L;

    ForbiddenDomainException(String url, String product) {
        super("updates of " + product + " may not come from " + url + ": its host is not allowed for this product");
    }
}
