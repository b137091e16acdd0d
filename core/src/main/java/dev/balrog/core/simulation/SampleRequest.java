// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import dev.balrog.core.release.OfferedBuild;
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

    /**
     * Returns the request of the same client after it has installed a build. Requests for JSON have
     * no build id; where the build has none, that of the client stays.
     */
    public SampleRequest after(OfferedBuild build) {
        String buildId = request.buildId() == null || build.buildId() == null ? request.buildId() : build.buildId();
        return new SampleRequest(format, request.withBuild(build.version(), buildId), weight);
    }

    /** Returns a request target with which a client sends the request. */
    public String target() {
        return UpdateUrl.target(format, request);
    }
}
