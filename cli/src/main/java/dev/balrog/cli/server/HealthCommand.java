// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.server;

import dev.balrog.cli.options.InvalidOptionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Health check of a server, for containers whose image has no shell and no HTTP client. */
@Command(
        name = "health",
        description = {
            "Check the health of a server.",
            "Exit code 0 when the URL answers with status 200 within five seconds, 1 otherwise."
        })
public final class HealthCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int OK = 200;

    @Parameters(paramLabel = "URL", description = "Such as http://127.0.0.1:9010/__heartbeat__.")
    private URI url;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        String problem = problem();
        if (problem.isEmpty()) {
            return ExitCode.OK;
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println(url + " " + problem);
        err.flush();
        return ExitCode.SOFTWARE;
    }

    /** Returns what is wrong; empty for nothing. */
    private String problem() throws InterruptedException {
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(url).timeout(TIMEOUT).build();
        } catch (IllegalArgumentException wrong) {
            throw new InvalidOptionException(url + " is no http URL");
        }
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            return status == OK ? "" : "answers with status " + status;
        } catch (IOException unreachable) {
            return "can't be reached: " + unreachable;
        }
    }
}
