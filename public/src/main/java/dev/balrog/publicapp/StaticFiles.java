// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Routes of files that are the same on every server. */
final class StaticFiles {
    private StaticFiles() {}

    static List<PlainRoute> routes() {
        return List.of(
                route("/robots.txt", PublicAnswer.TEXT),
                route("/contribute.json", PublicAnswer.JSON),
                route("/swagger.json", PublicAnswer.JSON));
    }

    /** Creates the route of the certificates with which clients verify content signatures. */
    static PlainRoute certificateChain(byte[] pem) {
        PublicAnswer answer =
                PublicAnswer.of(200, "application/x-pem-file", new String(pem, StandardCharsets.US_ASCII));
        return PlainRoute.of("/content-signature/chain.pem", Set.of(), (arguments, query) -> new Reply.Now(answer));
    }

    private static PlainRoute route(String path, String contentType) {
        PublicAnswer answer =
                PublicAnswer.of(200, contentType, read("static" + path)).with("Cache-Control", "no-cache");
        return PlainRoute.of(path, Set.of(), (arguments, query) -> new Reply.Now(answer));
    }

    private static String read(String resource) {
        try (InputStream in = StaticFiles.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
