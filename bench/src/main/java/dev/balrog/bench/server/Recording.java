// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Recorded responses of a server as files, so that a file server can serve the same bytes. */
final class Recording {
    private Recording() {}

    /**
     * Sends each request once and stores the response.
     *
     * @param directory the target directory; the response to {@code /a/b} is stored in its file
     *     {@code a/b}
     * @return the mean length of a response, in bytes
     * @throws IOException if the status of a response is not 200
     */
    static long record(int port, List<String> targets, Path directory) throws IOException, InterruptedException {
        long bytes = 0;
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String target : targets) {
                URI uri = URI.create("http://127.0.0.1:" + port + target);
                HttpResponse<byte[]> answer =
                        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() != 200) {
                    throw new IOException("The request " + target + " returned status " + answer.statusCode());
                }
                Path file = directory.resolve(uri.getPath().substring(1));
                Files.createDirectories(file.resolveSibling("."));
                Files.write(file, answer.body());
                bytes += answer.body().length;
            }
        }
        Files.createFile(directory.resolve("__lbheartbeat__"));
        return bytes / targets.size();
    }
}
