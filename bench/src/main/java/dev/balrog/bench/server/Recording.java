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

/** The answers of a server as files, for a file server to answer the same requests with the same bytes. */
final class Recording {
    private Recording() {}

    /**
     * Asks each request once.
     *
     * @param directory the answer to {@code /a/b} ends up in the file {@code a/b} in it
     * @return mean length of an answer, in bytes
     * @throws IOException when an answer is not 200
     */
    static long record(int port, List<String> targets, Path directory) throws IOException, InterruptedException {
        long bytes = 0;
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String target : targets) {
                URI uri = URI.create("http://127.0.0.1:" + port + target);
                HttpResponse<byte[]> answer =
                        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() != 200) {
                    throw new IOException("The request " + target + " was answered with " + answer.statusCode());
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
