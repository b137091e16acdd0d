// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts the servers to compare, each as in production, with one worker per core. */
final class Servers {
    /**
     * Configuration with about as many headers as Balrog sends, and without an access log, which
     * Balrog does not have either.
     */
    private static final String NGINX_CONFIGURATION = """
            $USER
            daemon off;
            worker_processes auto;
            pid $DIRECTORY/nginx.pid;
            error_log stderr;
            events {
                worker_connections 4096;
            }
            http {
                access_log off;
                sendfile on;
                tcp_nopush on;
                keepalive_requests 1000000000;
                etag off;
                server_tokens off;
                open_file_cache max=100000 inactive=1h;
                open_file_cache_valid 1h;
                default_type "text/xml; charset=utf-8";
                client_body_temp_path $DIRECTORY/body;
                proxy_temp_path $DIRECTORY/proxy;
                fastcgi_temp_path $DIRECTORY/fastcgi;
                uwsgi_temp_path $DIRECTORY/uwsgi;
                scgi_temp_path $DIRECTORY/scgi;
                server {
                    listen 127.0.0.1:$PORT backlog=4096 reuseport;
                    root $FILES;
                    add_header Cache-Control "public, max-age=90";
                    add_header Strict-Transport-Security "max-age=31536000;";
                }
            }
            """;

    /** Makes the launcher size the heap as in a container of 1 GiB. */
    private static final String CONTAINER = "-XX:MaxRAM=1g";

    private Servers() {}

    /**
     * Starts Balrog's public app on a SQLite file.
     *
     * @param metricsPort port on which it exports its metrics
     */
    static ServerProcess balrog(String name, Path launcher, Path database, Path directory, int metricsPort)
            throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        Map<String, String> environment = Map.of(
                "DBURI",
                "sqlite:///" + database.toAbsolutePath(),
                "HOST",
                "127.0.0.1",
                "PORT",
                Integer.toString(port),
                "METRICS_PORT",
                Integer.toString(metricsPort),
                "LOG_LEVEL",
                "WARNING",
                "BALROG_SPOOL",
                directory.resolve(name + "-spool").toString(),
                "BALROG_JAVA_OPTS",
                CONTAINER);
        return ServerProcess.start(
                name, port, List.of(launcher.toString(), "public"), environment, directory.resolve(name + ".log"));
    }

    /** Starts nginx on a directory of files. */
    static ServerProcess nginx(Path files, Path directory) throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        // Workers started by root would run as a user that can't read the files.
        String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        Path configuration = Files.writeString(
                directory.resolve("nginx.conf"),
                NGINX_CONFIGURATION
                        .replace("$USER", user)
                        .replace("$DIRECTORY", directory.toString())
                        .replace("$PORT", Integer.toString(port))
                        .replace("$FILES", files.toString()));
        return ServerProcess.start(
                "nginx",
                port,
                List.of("nginx", "-p", directory.toString(), "-c", configuration.toString()),
                Map.of(),
                directory.resolve("nginx.log"));
    }
}
