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

/** Fetches something again and again over one connection. */
final class Download {
    private final HttpClient http;
    private final URI uri;

    Download(HttpClient http, URI uri) {
        this.http = http;
        this.uri = uri;
    }

    /** An answer as it came over the wire. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(
            int status,
            byte[] wire,
            boolean zipped,
            @Nullable String tag,
            double millis) {
        /** The body, unpacked. */
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
     * What many fetches came to.
     *
     * @param wireBytes bytes of the last body, as it came over the wire
     * @param medianMillis half of them had the whole body after this time
     * @param maxMillis all of them had
     */
    record Times(int wireBytes, double medianMillis, double maxMillis) {}

    /** Fetches it once; the time is until all of the body was there. */
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
     * Fetches it so many times.
     *
     * @param change is run before each time, and not measured
     * @param status that each answer is to have
     */
    Times times(int number, Runnable change, int status, String... headers) throws IOException, InterruptedException {
        double[] millis = new double[number];
        int bytes = 0;
        for (int i = 0; i < number; i++) {
            change.run();
            Answer answer = once(headers);
            if (answer.status() != status) {
                throw new IOException(uri + " was answered with " + answer.status() + " in place of " + status);
            }
            millis[i] = answer.millis();
            bytes = answer.wire().length;
        }
        Arrays.sort(millis);
        return new Times(bytes, millis[number / 2], millis[number - 1]);
    }
}
