// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reverse proxy. It balances the load over the stable public apps and routes a share of the
 * requests to the canary. A request that an app does not respond to, or rejects as unavailable, is
 * retried on another app.
 */
public final class Nginx {
    private static final String CONFIGURATION = """
            $USER
            daemon off;
            worker_processes 1;
            pid $DIRECTORY/nginx.pid;
            error_log stderr error;
            events {
                worker_connections 4096;
            }
            http {
                access_log off;
                # Clients don't keep connections: an update check is one request.
                keepalive_timeout 0;
                client_max_body_size 64m;
                client_body_temp_path $DIRECTORY/body;
                proxy_temp_path $DIRECTORY/proxy;
                fastcgi_temp_path $DIRECTORY/fastcgi;
                uwsgi_temp_path $DIRECTORY/uwsgi;
                scgi_temp_path $DIRECTORY/scgi;
                proxy_connect_timeout 2s;
                proxy_next_upstream error timeout http_502 http_503 http_504;
                split_clients "$request_id" $pool {
                    $SPLIT
                    * stable;
                }
                upstream stable {
            $STABLE
                }
                upstream canary {
            $CANARY
                }
                upstream admin {
            $ADMIN
                }
                server {
                    listen 127.0.0.1:$PUBLIC_PORT backlog=4096;
                    location = /routing {
                        return 200 "$GENERATION";
                    }
                    location / {
                        proxy_read_timeout 5s;
                        proxy_pass http://$pool;
                        add_header X-Served-By $upstream_addr always;
                    }
                }
                server {
                    listen 127.0.0.1:$ADMIN_PORT;
                    location / {
                        proxy_pass http://admin;
                    }
                }
            }
            """;

    private final Path directory;
    private final int publicPort;
    private final int adminPort;
    private final HttpText http = new HttpText();
    private final Child child;
    private int generation;

    private Nginx(Children children, Path directory, Routing routing) throws IOException, InterruptedException {
        this.directory = directory;
        this.publicPort = children.freePort();
        this.adminPort = children.freePort();
        configure(routing);
        this.child = children.start(
                "nginx",
                List.of(
                        Program.NGINX.path(),
                        "-p",
                        directory.toString(),
                        "-e",
                        "stderr",
                        "-c",
                        configuration().toString()),
                Map.of());
        child.awaitAnswer(publicUrl() + "/routing");
    }

    /**
     * Routing of requests.
     *
     * @param stable the stable public apps; not empty
     * @param canary the public apps of the canary; may be empty
     * @param canaryPercent the percentage of requests for the canary
     * @param admin the admin app
     */
    public record Routing(List<Pod> stable, List<Pod> canary, int canaryPercent, Pod admin) {}

    /** Starts nginx and waits until it responds. */
    public static Nginx start(Children children, Routing routing) throws IOException, InterruptedException {
        return new Nginx(children, Files.createDirectories(children.place("nginx")), routing);
    }

    /** Returns the prefix of URLs of the public apps. */
    public String publicUrl() {
        return "http://127.0.0.1:" + publicPort;
    }

    /** Returns the prefix of URLs of the admin app. */
    public String adminUrl() {
        return "http://127.0.0.1:" + adminPort;
    }

    /** Changes the routing; returns when it is in effect. */
    public void route(Routing routing) throws IOException, InterruptedException {
        configure(routing);
        child.hangUp();
        long start = System.nanoTime();
        while (!http.get(publicUrl() + "/routing").equals(Integer.toString(generation))) {
            child.awaitMore(start);
        }
    }

    private Path configuration() {
        return directory.resolve("nginx.conf");
    }

    private void configure(Routing routing) throws IOException {
        generation++;
        boolean divided = !routing.canary.isEmpty() && routing.canaryPercent > 0;
        String stable = servers(routing.stable, "");
        // A failed app gets the next request again, so that none is excluded by mistake.
        String canary = divided ? servers(routing.canary, "") + "\n" + servers(routing.stable, " backup") : stable;
        // Workers started by root would run as a user without write access here.
        String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        Files.writeString(
                configuration(),
                CONFIGURATION
                        .replace("$USER", user)
                        .replace("$DIRECTORY", directory.toString())
                        .replace("$SPLIT", divided ? routing.canaryPercent + "% canary;" : "")
                        .replace("$STABLE", stable)
                        .replace("$CANARY", canary)
                        .replace("$ADMIN_PORT", Integer.toString(adminPort))
                        .replace("$ADMIN", servers(List.of(routing.admin), ""))
                        .replace("$PUBLIC_PORT", Integer.toString(publicPort))
                        .replace("$GENERATION", Integer.toString(generation)));
    }

    private static String servers(List<Pod> pods, String role) {
        return pods.stream()
                .map(pod -> "        server " + pod.address() + " max_fails=0" + role + ";")
                .collect(Collectors.joining("\n"));
    }
}
