// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal;

import dev.balrog.rehearsal.process.Apps;
import dev.balrog.rehearsal.process.HttpText;
import dev.balrog.rehearsal.process.Nginx;
import dev.balrog.rehearsal.process.Pod;
import dev.balrog.rehearsal.process.Prometheus;
import dev.balrog.rehearsal.process.Version;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What runs at the moment, and what Kubernetes and Argo Rollouts would do with it: replace pods one version by another, with
 * no request in between going to one that is not there.
 */
final class Stage {
    private static final int REPLICAS = 2;
    /** Requests that were on their way when the routing changed are answered by then. */
    private static final Duration DRAIN = Duration.ofMillis(500);

    private final Apps apps;
    private final Nginx nginx;
    private final Prometheus prometheus;
    private final HttpText http = new HttpText();
    private List<Pod> stable;
    private List<Pod> canary = List.of();
    private int canaryPercent;
    private Pod admin;
    private Pod agent;
    private Version version;
    private Version adminVersion;
    private int rollouts = 1;

    /** Takes over what has been started. */
    Stage(Apps apps, Nginx nginx, Prometheus prometheus, List<Pod> stable, Pod admin, Pod agent, Version version)
            throws IOException {
        this.apps = apps;
        this.nginx = nginx;
        this.prometheus = prometheus;
        this.stable = List.copyOf(stable);
        this.admin = admin;
        this.agent = agent;
        this.version = version;
        this.adminVersion = version;
        measure();
    }

    /** Starts the public apps of a version. */
    static List<Pod> publicApps(Apps apps, Version version, String hash, int number)
            throws IOException, InterruptedException {
        List<Pod> pods = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            pods.add(apps.publicApp(version, hash));
        }
        return List.copyOf(pods);
    }

    /** The first public apps. */
    static List<Pod> firstPublicApps(Apps apps, Version version) throws IOException, InterruptedException {
        return publicApps(apps, version, hash(1), REPLICAS);
    }

    private static String hash(int rollout) {
        return "rollout" + rollout;
    }

    /** The hash of the stable public apps. */
    String stableHash() {
        return stable.getFirst().hash();
    }

    /** The hash of the next rollout. */
    String nextHash() {
        return hash(++rollouts);
    }

    /** What the stable public apps are. */
    Version version() {
        return version;
    }

    /** What the admin app and the agent are. */
    Version adminVersion() {
        return adminVersion;
    }

    /** The stable public apps. */
    List<Pod> stable() {
        return stable;
    }

    /** Gives a canary its share of the requests. */
    void tryOut(Pod pod, int percent) throws IOException, InterruptedException {
        canary = List.of(pod);
        canaryPercent = percent;
        route();
        measure();
    }

    /** Gives all requests to the stable apps again, and ends the canary. */
    void abort() throws IOException, InterruptedException {
        List<Pod> given = canary;
        canary = List.of();
        canaryPercent = 0;
        route();
        end(given);
        measure();
    }

    /** Makes the canary the stable version: starts what is missing of it, moves all requests, ends what was stable. */
    void promote(Version promoted) throws IOException, InterruptedException {
        List<Pod> next = new ArrayList<>(canary);
        next.addAll(publicApps(apps, promoted, canary.getFirst().hash(), REPLICAS - canary.size()));
        replace(promoted, next);
    }

    /** Brings the public apps to a version at once, without a canary, as a rollback does. */
    void deployPublic(Version wanted) throws IOException, InterruptedException {
        replace(wanted, publicApps(apps, wanted, nextHash(), REPLICAS));
    }

    private void replace(Version wanted, List<Pod> next) throws IOException, InterruptedException {
        List<Pod> before = stable;
        stable = List.copyOf(next);
        canary = List.of();
        canaryPercent = 0;
        version = wanted;
        route();
        end(before);
        measure();
        String answer = http.get(nginx.publicUrl() + "/__version__");
        if (!answer.contains('"' + wanted.name() + '"')) {
            throw new IOException("after the deployment of " + wanted.name() + ", /__version__ is " + answer);
        }
    }

    /** Brings the admin app and the agent to a version. */
    void deployAdmin(Version wanted) throws IOException, InterruptedException {
        Pod beforeAdmin = admin;
        Pod beforeAgent = agent;
        admin = apps.adminApp(wanted);
        adminVersion = wanted;
        route();
        end(List.of(beforeAdmin));
        agent = apps.agent(wanted, nginx.adminUrl());
        beforeAgent.child().stop();
        measure();
    }

    /** Starts a pod in the place of one that is gone. */
    void heal(Pod gone) throws IOException, InterruptedException {
        List<Pod> pods = new ArrayList<>(stable);
        pods.remove(gone);
        pods.add(apps.publicApp(version, gone.hash()));
        stable = List.copyOf(pods);
        route();
        measure();
    }

    private void end(List<Pod> pods) throws InterruptedException {
        Thread.sleep(DRAIN);
        pods.forEach(pod -> pod.child().stop());
    }

    private void route() throws IOException, InterruptedException {
        nginx.route(new Nginx.Routing(stable, canary, canaryPercent, admin));
    }

    private void measure() throws IOException {
        List<Pod> pods = new ArrayList<>(stable);
        pods.addAll(canary);
        pods.add(admin);
        pods.add(agent);
        prometheus.measure(pods);
    }
}
