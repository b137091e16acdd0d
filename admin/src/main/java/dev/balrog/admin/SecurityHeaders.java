// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.service.FixedHeaders;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Security and CORS headers of responses. */
final class SecurityHeaders {
    private static final String ALL_ORIGINS = "*";
    /** Path of the stream of events, which is resumed by a header of its own. */
    private static final String EVENTS = "/v2/events";

    private static final CharSequence CONTENT_SECURITY_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");

    private final AdminSettings.Headers settings;
    private final FixedHeaders always;

    SecurityHeaders(AdminSettings.Headers settings) {
        this.settings = settings;
        this.always = FixedHeaders.of(
                "X-Frame-Options", "DENY",
                "X-Content-Type-Options", "nosniff",
                "Strict-Transport-Security", settings.strictTransportSecurity(),
                "Content-Security-Policy", settings.contentSecurityPolicy(),
                "Access-Control-Allow-Headers", "Authorization, Content-Type",
                "Access-Control-Allow-Methods", "OPTIONS, GET, POST, PUT, DELETE");
    }

    /** Sets the headers on the response to a request. */
    void setOn(HttpServerRequest request) {
        MultiMap headers = request.response().headers();
        always.setOn(headers);
        if (request.uri().startsWith(UserInterface.PATH)) {
            // The user interface renews access tokens in its own frame, and sets a policy for each
            // file.
            headers.set("X-Frame-Options", "SAMEORIGIN");
            headers.remove(CONTENT_SECURITY_POLICY);
        }
        if (request.uri().endsWith(EVENTS)) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type, Last-Event-ID");
        }
        if (settings.corsOrigins().contains(ALL_ORIGINS)) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ALL_ORIGINS);
            return;
        }
        @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && settings.corsOrigins().contains(origin)) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
    }
}
