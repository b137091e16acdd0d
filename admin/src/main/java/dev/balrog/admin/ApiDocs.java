// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.contract.ContractDocument;
import dev.balrog.admin.contract.Reply;
import dev.balrog.admin.contract.Reply.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** API documentation: a page with Swagger UI, and the OpenAPI document that it displays. */
final class ApiDocs {
    private static final String PATH = "/api-docs";
    /** Policy that allows only files of this server, and images inlined in its style sheet. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final MediaType PAGE = MediaType.HTML;
    private static final MediaType SCRIPT = new MediaType("text/javascript; charset=utf-8");
    private static final MediaType STYLE = new MediaType("text/css; charset=utf-8");
    private static final MediaType YAML = new MediaType("application/yaml");

    private final Map<String, Reply> files;

    ApiDocs(ContractDocument contract) {
        this.files = Map.of(
                PATH,
                Reply.empty(308).with("Location", PATH + "/"),
                PATH + "/",
                page(file("index.html", PAGE)),
                PATH + "/start.js",
                file("start.js", SCRIPT),
                PATH + "/page.css",
                file("page.css", STYLE),
                PATH + "/swagger-ui-bundle.js",
                file("swagger-ui-bundle.js", SCRIPT),
                PATH + "/swagger-ui.css",
                file("swagger-ui.css", STYLE),
                PATH + "/openapi.yaml",
                Reply.of(200, YAML, contract.yaml()),
                PATH + "/openapi.json",
                Reply.of(200, MediaType.JSON, contract.json()));
    }

    /** Returns the response for one of the files; empty for other paths. */
    Optional<Reply> reply(String method, String path) {
        return switch (method) {
            case "GET", "HEAD" -> Optional.ofNullable(files.get(path));
            default -> Optional.empty();
        };
    }

    private static Reply page(Reply file) {
        return file.with("Content-Security-Policy", POLICY);
    }

    private static Reply file(String name, MediaType mediaType) {
        try (InputStream in = Objects.requireNonNull(ApiDocs.class.getResourceAsStream("apidocs/" + name), name)) {
            return Reply.of(200, mediaType, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
