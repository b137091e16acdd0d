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
import java.util.Map;

/**
 * What runs at the moment, and what Kubernetes and Argo Rollouts would do with it: replace pods of one version by those of
 * another, with no request in between going to one that is not there.
 */
final class Deployment {
    private static final int REPLICAS = 2;
    /** Requests that were on their way when the routing changed are answered by then. */
    private static final Duration DRAIN = Duration.ofMillis(500);

    private final Apps apps;
    private final Nginx nginx;
    private final Prometheus prometheus;
    private final Progress progress;
    private final HttpText http = new HttpText();
    private List<Pod> stable;
    private List<Pod> canary = List.of();
    private int canaryPercent;
    private Pod admin;
    private Pod agent;
    private Version version;
    private int rollouts = 1;

    /**
     * What runs in the beginning.
     *
     * @param version what all of it is
     */
    record Cast(List<Pod> stable, Pod admin, Pod agent, Version version) {}

    /** Takes over what has been started. */
    Deployment(Apps apps, Nginx nginx, Prometheus prometheus, Progress progress, Cast cast) throws IOException {
        this.apps = apps;
        this.nginx = nginx;
        this.prometheus = prometheus;
        this.progress = progress;
        this.stable = cast.stable;
        this.admin = cast.admin;
        this.agent = cast.agent;
        this.version = cast.version;
        measure();
    }

    /** Starts the first public apps. */
    static List<Pod> firstPublicApps(Apps apps, Version version) throws IOException, InterruptedException {
        return apps.publicApps(version, hash(1), Map.of(), REPLICAS);
    }

    private static String hash(int rollout) {
        return "rollout" + rollout;
    }

    /** The hash of the stable public apps. */
    String stableHash() {
        return stable.getFirst().hash();
    }

    /** What the stable public apps are. */
    Version version() {
        return version;
    }

    /** The stable public apps. */
    List<Pod> stable() {
        return stable;
    }

    /**
     * Starts public apps that nobody asks anything yet.
     *
     * @param settings variables that are other than they should be
     */
    List<Pod> newPublicApps(Version wanted, Map<String, String> settings) throws IOException, InterruptedException {
        List<Pod> pods = apps.publicApps(wanted, hash(++rollouts), settings, REPLICAS);
        progress.step(REPLICAS + " public apps " + wanted.name() + " are ready");
        return pods;
    }

    /** Gives a canary its share of the requests. */
    void tryOut(List<Pod> pods, int percent) throws IOException, InterruptedException {
        canary = pods;
        canaryPercent = percent;
        route();
        measure();
        progress.step("the canary gets " + percent + " % of the requests");
    }

    /** Gives all requests to the stable apps again, and ends the canary. */
    void abort() throws IOException, InterruptedException {
        List<Pod> given = canary;
        canary = List.of();
        route();
        end(given);
        measure();
        progress.step("the canary is aborted, everything is with " + version.name());
    }

    /** Makes the canary the stable version: moves all requests, and ends what was stable. */
    void promote(Version promoted) throws IOException, InterruptedException {
        replace(promoted, canary);
    }

    /** Brings the public apps to a version at once, without a canary, as a rollback does. */
    void deployPublic(Version wanted) throws IOException, InterruptedException {
        replace(wanted, newPublicApps(wanted, Map.of()));
    }

    private void replace(Version wanted, List<Pod> next) throws IOException, InterruptedException {
        List<Pod> before = stable;
        stable = next;
        canary = List.of();
        version = wanted;
        route();
        end(before);
        measure();
        String answer = http.get(nginx.publicUrl() + "/__version__");
        if (!answer.contains('"' + wanted.name() + '"')) {
            throw new IOException("after the deployment of " + wanted.name() + ", /__version__ is " + answer);
        }
        progress.step("public is " + wanted.name());
    }

    /** Brings the admin app and the agent to a version. */
    void deployAdmin(Version wanted) throws IOException, InterruptedException {
        Pod beforeAdmin = admin;
        Pod beforeAgent = agent;
        admin = apps.adminApp(wanted);
        route();
        end(List.of(beforeAdmin));
        agent = apps.agent(wanted, nginx.adminUrl());
        beforeAgent.child().stop();
        measure();
        progress.step("admin and agent are " + wanted.name());
    }

    /** Starts a pod in the place of one that is gone. */
    void heal(Pod gone) throws IOException, InterruptedException {
        List<Pod> pods = new ArrayList<>(stable);
        pods.remove(gone);
        pods.addAll(apps.publicApps(version, gone.hash(), Map.of(), 1));
        stable = List.copyOf(pods);
        route();
        measure();
        progress.step("another pod is in its place");
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
