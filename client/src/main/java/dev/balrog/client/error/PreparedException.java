// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.error;

/**
 * Thrown instead of sending a change by a client that only
 * {@linkplain dev.balrog.client.BalrogClient#preparing() prepares} changes.
 */
public final class PreparedException extends ClientException {
    private static final long serialVersionUID = 1L;

    private final transient PreparedRequest request;

    public PreparedException(PreparedRequest request) {
        super(request.method() + " " + request.uri() + " was prepared, not sent");
        this.request = request;
    }

    /** Returns the request that would have been sent. */
    public PreparedRequest request() {
        return request;
    }
}
