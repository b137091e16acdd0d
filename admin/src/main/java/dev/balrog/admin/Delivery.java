// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.contract.Reply;
import dev.balrog.service.Answer;
import dev.balrog.service.FixedHeaders;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Brings replies into the form that suits the client: nothing if it has the same already, compressed if it can read that.
 *
 * <p>This is done on the request's own thread. The HTTP server would compress on its event loop, where a list of all rules
 * would hold up everybody else.
 */
final class Delivery {
    /** Below it, compression saves no packet. */
    private static final int COMPRESSIBLE_BYTES = 1_024;
    /**
     * Of 10,000 rules, 4.6 MB, one core made 476 kB in 14 ms at level 1, 436 kB in 16 ms at level 3, 424 kB in 26 ms at
     * level 4, and 362 kB in 38 ms at the usual level 6.
     */
    private static final int LEVEL = 3;

    private static final int TAG_BYTES = 15;

    private Delivery() {}

    /** The answer to a request. May take a while where the reply is large. */
    static Answer answer(HttpServerRequest request, Reply reply) {
        List<String> headers = new ArrayList<>();
        headers.add("Content-Type");
        headers.add(reply.mediaType().text());
        reply.headers().forEach((name, value) -> {
            headers.add(name);
            headers.add(value);
        });
        byte[] body = reply.body();
        boolean asked = switch (request.method().name()) {
            case "GET", "HEAD" -> true;
            default -> false;
        };
        if (asked && reply.status() == 200) {
            headers.add("Vary");
            headers.add("Accept-Encoding, Origin");
            String tag = tag(body);
            headers.add("ETag");
            headers.add(tag);
            if (has(tag, request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
                return new Answer(304, headers(headers), Buffer.buffer());
            }
        }
        if (body.length >= COMPRESSIBLE_BYTES) {
            if (acceptsGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING))) {
                headers.add("Content-Encoding");
                headers.add("gzip");
                body = gzip(body, LEVEL);
            }
        }
        return new Answer(reply.status(), headers(headers), Buffer.buffer(body));
    }

    private static FixedHeaders headers(List<String> namesAndValues) {
        return FixedHeaders.of(namesAndValues.toArray(String[]::new));
    }

    /** What stands for a body. */
    static String tag(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            String text = Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, TAG_BYTES));
            // Weak, as the same is sent compressed or not.
            return "W/\"" + text + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each Java platform has SHA-256", impossible);
        }
    }

    /** Whether a client that sends this {@code If-None-Match} has what a tag stands for. */
    static boolean has(String tag, @Nullable String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        String strong = tag.substring("W/".length());
        return Arrays.stream(ifNoneMatch.split(",", -1))
                .map(String::strip)
                .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals(strong));
    }

    /** Whether a client that sends this {@code Accept-Encoding} can read what {@link #gzip} makes. */
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

    /**
     * Compresses a body.
     *
     * @param level from 1, fast, to 9, small
     */
    static byte[] gzip(byte[] body, int level) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 8 + 64);
        try (OutputStream out = new LevelGzip(compressed, level)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static final class LevelGzip extends GZIPOutputStream {
        LevelGzip(OutputStream out, int level) throws IOException {
            super(out, 8_192);
            def.setLevel(level);
        }
    }
}
