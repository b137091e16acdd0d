// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import dev.balrog.cli.options.ErrorReportingOptions;
import dev.balrog.cli.options.HttpOptions;
import dev.balrog.cli.options.Variable;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cli.run.Foreground;
import dev.balrog.identity.IdentityServer;
import dev.balrog.identity.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Serves the demo's identity provider, for {@code compose.yaml}. It accepts any login as any user of
 * the demo, so its issuer must be a loopback address.
 */
@Command(
        name = "demo-identity",
        hidden = true,
        description = {
            "Serve the identity provider of the demo.",
            "It accepts any login as any user: only for trying Balrog out on one host."
        })
public final class DemoIdentityCommand implements Callable<Integer> {
    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address to listen on; in a container, 0.0.0.0.")
    @Variable("HOST")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9040",
            converter = HttpOptions.PortConverter.class,
            description = "The port to listen on.")
    @Variable("PORT")
    private int port;

    @Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            required = true,
            description = "Where browsers reach it, on a loopback address, such as http://127.0.0.1:9040/.")
    @Variable("OIDC_ISSUER")
    private URI issuer;

    @Option(
            names = "--client-secret",
            paramLabel = "SECRET",
            required = true,
            description = "The secret with which the agent gets access tokens.")
    @Variable("AUTH0_M2M_CLIENT_SECRET")
    private String agentSecret;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        IdentityServer identity;
        try {
            identity = IdentityServer.startPublished(
                    host,
                    port,
                    issuer,
                    DemoGovernance.AUDIENCE,
                    DemoGovernance.PEOPLE,
                    List.of(new Machine(DemoGovernance.AGENT, agentSecret)),
                    InstantSource.system(),
                    ErrorReportingOptions.onlyLogging());
        } catch (IOException | IllegalArgumentException wrong) {
            throw new CommandFailure("people can't log in to the demo: " + wrong.getMessage(), wrong);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("People log in on " + identity.issuer());
        out.flush();
        Foreground.run(identity, () -> {});
        return ExitCode.OK;
    }
}
