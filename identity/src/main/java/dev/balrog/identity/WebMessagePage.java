// SPDX-License-Identifier: MPL-2.0
package dev.balrog.identity;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Page that posts an authorization response to the window that opened it, or that frames it: the
 * response mode {@code web_message}, by which Mozilla's user interface logs in with a popup
 * (<a href="https://datatracker.ietf.org/doc/html/draft-sakimura-oauth-wmrm-00">
 * draft-sakimura-oauth-wmrm</a>).
 */
final class WebMessagePage {
    /** Response mode that requests this page. */
    static final String MODE = "web_message";

    private static final String SCRIPT = """
            const { origin, response } = document.getElementById('message').dataset;
            const receiver = window.opener ?? (window.parent === window ? null : window.parent);
            receiver?.postMessage({ type: 'authorization_response', response: JSON.parse(response) }, origin);
            """;

    private static final JsonMapper JSON = new JsonMapper();

    private WebMessagePage() {}

    /**
     * Returns the page.
     *
     * @param origin origin that may read the response
     * @param response parameters of the authorization response
     */
    static String of(String origin, Map<String, String> response) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <title>Log in · Balrog demo</title>
                </head>
                <body>
                <p id="message" data-origin="%s" data-response="%s">You can close this window.</p>
                <script>%s</script>
                </body>
                </html>
                """.formatted(LoginPage.escape(origin), LoginPage.escape(JSON.writeValueAsString(response)), SCRIPT);
    }

    /** Returns the only script that the page may run. */
    static String script() {
        return SCRIPT;
    }
}
