// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.contract.ZippedBytes;
import dev.balrog.service.Answer;
import dev.balrog.service.FixedHeaders;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Static file with its prepared responses, plain and compressed. */
final class UiFile {
    private static final String OTHER = "application/octet-stream";
    /** Media types by file name extension. */
    private static final Map<String, String> MEDIA_TYPES = Map.ofEntries(
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("gif", "image/gif"),
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("png", "image/png"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("webp", "image/webp"),
            Map.entry("woff2", "font/woff2"));

    private final String tag;
    private final Answer plain;
    private final Answer compressed;
    private final Answer unchanged;

    private UiFile(String tag, Answer plain, Answer compressed, Answer unchanged) {
        this.tag = tag;
        this.plain = plain;
        this.compressed = compressed;
        this.unchanged = unchanged;
    }

    /**
     * Creates the responses for a file.
     *
     * @param path path of the file, whose extension determines the media type
     * @param headers additional headers
     */
    static UiFile of(String path, byte[] content, FixedHeaders headers) {
        String tag = ResponseEncoder.tag(content);
        FixedHeaders all = FixedHeaders.of(
                        "Content-Type",
                        MEDIA_TYPES.getOrDefault(extension(path), OTHER),
                        "Vary",
                        "Accept-Encoding",
                        "ETag",
                        tag)
                .and(headers);
        Answer plain = new Answer(200, all, Buffer.buffer(content));
        byte[] gzip = ZippedBytes.zipOnce(content);
        Answer compressed = gzip.length < content.length
                ? new Answer(200, all.and(FixedHeaders.of("Content-Encoding", "gzip")), Buffer.buffer(gzip))
                : plain;
        return new UiFile(tag, plain, compressed, new Answer(304, all, Buffer.buffer()));
    }

    /**
     * Returns whether a path ends with a known file name extension; a dot alone does not make a
     * file name.
     */
    static boolean isFileName(String path) {
        return MEDIA_TYPES.containsKey(extension(path));
    }

    /**
     * Returns the response with the encoding that the client accepts; 304 if its copy is current.
     */
    Answer answer(HttpServerRequest request) {
        if (ResponseEncoder.has(tag, request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            return unchanged;
        }
        @Nullable String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return ResponseEncoder.acceptsGzip(accepted) ? compressed : plain;
    }

    private static String extension(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
