// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.contract.Reply;
import dev.balrog.admin.contract.ZippedBytes;
import dev.balrog.core.Sha256;
import dev.balrog.service.Answer;
import dev.balrog.service.BodyStream;
import dev.balrog.service.BodyWriter;
import dev.balrog.service.FixedHeaders;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Encodes responses for the client: 304 if its cached copy is current, gzip if it accepts that.
 *
 * <p>This runs on the thread of the request. The HTTP server would compress on its event loop,
 * where the list of all rules would block other requests.
 */
final class ResponseEncoder {
    /** Shortest body that is compressed; below this size, compression saves no packet. */
    private static final int COMPRESSIBLE_BYTES = 1_024;

    private static final int TAG_BYTES = 15;
    private static final byte[] NOTHING = {};

    private ResponseEncoder() {}

    /** Returns the encoded response. Slow for large bodies. */
    static Answer answer(HttpServerRequest request, Reply reply) {
        List<String> headers = new ArrayList<>();
        headers.add("Content-Type");
        headers.add(reply.mediaType().text());
        reply.headers().forEach((name, value) -> {
            headers.add(name);
            headers.add(value);
        });
        if (reply.body() instanceof Reply.Body.Streamed(BodyStream stream)) {
            return Answer.streamed(reply.status(), headers(headers), stream);
        }
        boolean asked = switch (request.method().name()) {
            case "GET", "HEAD" -> true;
            default -> false;
        };
        if (asked && reply.status() == 200) {
            headers.add("Vary");
            headers.add("Accept-Encoding, Origin");
            String tag = tag(reply.body());
            headers.add("ETag");
            headers.add(tag);
            if (has(tag, request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
                return new Answer(304, headers(headers), Buffer.buffer());
            }
        }
        boolean zipped = length(reply.body()) >= COMPRESSIBLE_BYTES
                && acceptsGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        if (zipped) {
            headers.add("Content-Encoding");
            headers.add("gzip");
        }
        return new Answer(reply.status(), headers(headers), BodyWriter.shared(bytes(reply.body(), zipped)));
    }

    private static int length(Reply.Body body) {
        return switch (body) {
            case Reply.Body.Plain plain -> plain.bytes().length;
            case Reply.Body.Zipped zipped -> zipped.length();
            case Reply.Body.Streamed _ -> 0;
        };
    }

    private static byte[] bytes(Reply.Body body, boolean wantZipped) {
        return switch (body) {
            case Reply.Body.Plain(byte[] bytes) -> wantZipped ? ZippedBytes.zip(bytes) : bytes;
            case Reply.Body.Zipped(byte[] bytes, int length) -> wantZipped ? bytes : ZippedBytes.unzip(bytes, length);
            case Reply.Body.Streamed _ -> NOTHING;
        };
    }

    private static FixedHeaders headers(List<String> namesAndValues) {
        return FixedHeaders.of(namesAndValues.toArray(String[]::new));
    }

    private static String tag(Reply.Body body) {
        byte[] bytes = switch (body) {
            case Reply.Body.Plain plain -> plain.bytes();
            case Reply.Body.Zipped zipped -> zipped.bytes();
            case Reply.Body.Streamed _ -> NOTHING;
        };
        return tag(bytes);
    }

    /** Returns the ETag of a body. */
    static String tag(byte[] bytes) {
        byte[] digest = Sha256.newDigest().digest(bytes);
        String text = Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, TAG_BYTES));
        // A weak ETag, because the same body is sent with and without compression.
        return "W/\"" + text + '"';
    }

    /** Returns whether an {@code If-None-Match} header matches an ETag. */
    static boolean has(String tag, @Nullable String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        String strong = tag.substring("W/".length());
        return Arrays.stream(ifNoneMatch.split(",", -1))
                .map(String::strip)
                .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals(strong));
    }

    /** Returns whether an {@code Accept} header names a media type; its wildcards don't count. */
    static boolean accepts(Reply.MediaType mediaType, @Nullable String accept) {
        return accept != null
                && Arrays.stream(accept.split(",", -1))
                        .map(range -> range.split(";", 2)[0].strip())
                        .anyMatch(mediaType.text()::equalsIgnoreCase);
    }

    /** Returns whether an {@code Accept-Encoding} header accepts gzip. */
    static boolean acceptsGzip(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        for (String coding : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = coding.strip().split(";", 2);
            if (parts[0].strip().equals("gzip")) {
                return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
            }
        }
        return false;
    }
}
