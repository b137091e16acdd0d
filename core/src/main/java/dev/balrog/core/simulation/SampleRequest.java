// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateUrl;

/**
 * Request of a sample.
 *
 * @param format format of the response
 * @param request the request, as parsed from the URL
 * @param weight number of requests that it stands for, at least 1
 */
public record SampleRequest(UpdateUrl.Format format, UpdateRequest request, long weight) {
    public SampleRequest {
        if (weight < 1) {
            throw new IllegalArgumentException("weight " + weight + " is below 1");
        }
    }

    /** Returns a request target with which a client sends the request. */
    public String target() {
        return UpdateUrl.target(format, request);
    }
}
