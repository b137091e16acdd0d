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
 * Running pods, replaced as Kubernetes and Argo Rollouts would replace them: pods of one version by
 * those of another, without routing requests to a pod that is not ready.
 */
final class Deployment {
    private static final int REPLICAS = 2;
    /** Time after a routing change within which requests in flight get their responses. */
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
     * Pods at the start.
     *
     * @param stable the stable public apps
     * @param admin the admin app
     * @param agent the agent
     * @param version the version of all pods
     */
    record DeployedPods(List<Pod> stable, Pod admin, Pod agent, Version version) {}

    /** Takes over pods that were started. */
    Deployment(Apps apps, Nginx nginx, Prometheus prometheus, Progress progress, DeployedPods pods) throws IOException {
        this.apps = apps;
        this.nginx = nginx;
        this.prometheus = prometheus;
        this.progress = progress;
        this.stable = pods.stable;
        this.admin = pods.admin;
        this.agent = pods.agent;
        this.version = pods.version;
        measure();
    }

    /** Starts the first public apps. */
    static List<Pod> firstPublicApps(Apps apps, Version version) throws IOException, InterruptedException {
        return apps.publicApps(version, hash(1), Map.of(), REPLICAS);
    }

    private static String hash(int rollout) {
        return "rollout" + rollout;
    }

    /** Returns the hash of the stable public apps. */
    String stableHash() {
        return stable.getFirst().hash();
    }

    /** Returns the version of the stable public apps. */
    Version version() {
        return version;
    }

    /** Returns the stable public apps. */
    List<Pod> stable() {
        return stable;
    }

    /**
     * Starts public apps that do not receive requests yet.
     *
     * @param settings variables that differ from the defaults
     */
    List<Pod> newPublicApps(Version wanted, Map<String, String> settings) throws IOException, InterruptedException {
        List<Pod> pods = apps.publicApps(wanted, hash(++rollouts), settings, REPLICAS);
        progress.step(REPLICAS + " public apps " + wanted.name() + " are ready");
        return pods;
    }

    /** Routes this percentage of the requests to a canary. */
    void tryOut(List<Pod> pods, int percent) throws IOException, InterruptedException {
        canary = pods;
        canaryPercent = percent;
        route();
        measure();
        progress.step("the canary gets " + percent + " % of the requests");
    }

    /** Routes all requests to the stable apps again, and stops the canary. */
    void abort() throws IOException, InterruptedException {
        List<Pod> given = canary;
        canary = List.of();
        route();
        end(given);
        measure();
        progress.step("the canary is aborted, everything is with " + version.name());
    }

    /** Promotes the canary: routes all requests to it, and stops the previous stable version. */
    void promote(Version promoted) throws IOException, InterruptedException {
        replace(promoted, canary);
    }

    /** Deploys a version of the public apps directly, without a canary, as a rollback does. */
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

    /** Deploys a version of the admin app and the agent. */
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

    /** Starts a replacement for a pod that is gone. */
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
