// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.admin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Repeated downloads of one URL over one connection. */
final class Download {
    private final HttpClient http;
    private final URI uri;

    Download(HttpClient http, URI uri) {
        this.http = http;
        this.uri = uri;
    }

    /** Response with its body as transferred. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(
            int status,
            byte[] wire,
            boolean zipped,
            @Nullable String tag,
            double millis) {
        /** Returns the decompressed body. */
        byte[] body() throws IOException {
            if (!zipped) {
                return wire;
            }
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(wire))) {
                return in.readAllBytes();
            }
        }
    }

    /**
     * Summary of repeated downloads.
     *
     * @param wireBytes the size of the last body as transferred, in bytes
     * @param medianMillis the median time to the complete body
     * @param maxMillis the maximum time to the complete body
     */
    record Times(int wireBytes, double medianMillis, double maxMillis) {}

    /** Downloads once; the time ends with the complete body. */
    Answer once(String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (headers.length > 0) {
            request.headers(headers);
        }
        long start = System.nanoTime();
        HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        double millis = (System.nanoTime() - start) / 1e6;
        return new Answer(
                response.statusCode(),
                response.body(),
                response.headers().firstValue("Content-Encoding").isPresent(),
                response.headers().firstValue("ETag").orElse(null),
                millis);
    }

    /**
     * Downloads repeatedly.
     *
     * @param number the number of downloads
     * @param change an action before each download, excluded from the time
     * @param status the expected status of each response
     */
    Times times(int number, Runnable change, int status, String... headers) throws IOException, InterruptedException {
        double[] millis = new double[number];
        int bytes = 0;
        for (int i = 0; i < number; i++) {
            change.run();
            Answer answer = once(headers);
            if (answer.status() != status) {
                throw new IOException(uri + " returned status " + answer.status() + " in place of " + status);
            }
            millis[i] = answer.millis();
            bytes = answer.wire().length;
        }
        Arrays.sort(millis);
        return new Times(bytes, millis[number / 2], millis[number - 1]);
    }
}
