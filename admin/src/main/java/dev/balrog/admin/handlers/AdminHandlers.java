// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.PRODUCT;

import dev.balrog.admin.contract.Contract;
import dev.balrog.admin.contract.Handler;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.feed.ChangeFeed;
import dev.balrog.admin.notification.Notifications;
import dev.balrog.admin.serving.PublicApps;
import dev.balrog.admin.traffic.CollectedTraffic;
import dev.balrog.admin.traffic.Traffic;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.release.ReleaseHistory;
import dev.balrog.change.row.Entity;
import dev.balrog.core.BadDataException;
import dev.balrog.core.lint.LintSeverities;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.store.ChangeDetector;
import dev.balrog.store.InvalidValueException;
import dev.balrog.store.query.PublicQueries;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.Field;

/** Handlers of all operations of the contract. */
public final class AdminHandlers {
    private final Map<String, Handler> handlers = new HashMap<>();
    private final LargeResponseLimiter large =
            LargeResponseLimiter.withinHeap(Runtime.getRuntime().maxMemory());
    private final ChangeEngine engine;
    private final InstantSource clock;

    private AdminHandlers(ChangeEngine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /**
     * Returns the handlers by {@code operationId}.
     *
     * @param history past revisions of releases
     * @param queries read-only queries on the current state
     * @param changes detector of changes to the lists of {@code queries}
     * @param urlPolicy policy for download URLs of releases
     * @param lint severities of the checks of the lint
     * @param feed feed of committed changes
     * @param publicApps the public apps, which are asked what they serve
     * @param traffic traffic of the public apps
     * @param collected supplies the collected traffic sample; empty while there is none
     * @param notifications notifications; empty if there are no destinations
     */
    public static Map<String, Handler> of(
            ChangeEngine engine,
            ReleaseHistory history,
            PublicQueries queries,
            ChangeDetector changes,
            UrlPolicy urlPolicy,
            LintSeverities lint,
            ChangeFeed feed,
            PublicApps publicApps,
            Traffic traffic,
            Supplier<Optional<CollectedTraffic>> collected,
            Optional<Notifications> notifications,
            InstantSource clock) {
        LintWarnings lintWarnings = new LintWarnings(engine, urlPolicy, lint);
        ListResponseCache lists = new ListResponseCache(changes);
        AdminHandlers all = of(engine, history, queries, lists, urlPolicy, clock);
        PreflightHandlers preflight = new PreflightHandlers(
                engine,
                clock,
                Contract.load(),
                dryRun -> of(dryRun, history, queries, lists, urlPolicy, clock).handlers,
                new ResponseWarnings(engine, queries, urlPolicy),
                lintWarnings);
        all.add("preflight", preflight::preflight);
        SimulationHandlers simulations = new SimulationHandlers(engine, urlPolicy, new SampleChoice(collected, clock));
        all.add("simulateChanges", simulations::simulate);
        all.add("compareChannels", new ChannelHandlers(engine, simulations)::compare);
        all.add("lint", new LintHandlers(simulations, urlPolicy, lint)::lint);
        all.addLarge("getUpdatePath", new UpdatePathHandlers(simulations, urlPolicy)::map);
        all.addPrivate("streamEvents", new FeedHandlers(engine, feed)::stream);
        all.addPrivate("listPublicApps", new ServingHandlers(engine, publicApps)::list);
        all.addPrivate("getTraffic", new TrafficHandlers(traffic)::get);
        all.addLargePrivate("getTrafficSample", new TrafficSampleHandlers(collected)::get);
        NotificationHandlers destinations = new NotificationHandlers(engine, notifications);
        all.addPrivate("listNotifications", destinations::list);
        all.add("testNotification", destinations::test);
        all.add("checkExpectations", new ExpectationHandlers(simulations, urlPolicy)::check);
        return Map.copyOf(all.handlers);
    }

    private static AdminHandlers of(
            ChangeEngine engine,
            ReleaseHistory history,
            PublicQueries queries,
            ListResponseCache lists,
            UrlPolicy urlPolicy,
            InstantSource clock) {
        AdminHandlers all = new AdminHandlers(engine, clock);
        all.addRules(new RuleHandlers(engine, queries, lists));
        all.addReleases(new ReleaseHandlers(engine, history, queries, lists));
        all.addSplitReleases(new SplitReleaseHandlers(engine, queries, lists));
        all.addRevisions(new RevisionHandlers(engine, history));
        all.addUsers(new UserHandlers(engine));
        all.addRequiredSignoffs();
        all.addShutoffs(new ShutoffHandlers(engine, queries));
        all.addPins();
        all.addExpectations(new StoredExpectationHandlers(engine));
        all.addComments(new CommentHandlers(engine));
        all.addChangeSets(new ChangeSetHandlers(engine));
        all.addHistories(new HistoryHandlers(engine));
        all.addPrivate("listHistory", new EventHandlers(engine)::list);
        all.addLarge("explainUpdate", new ExplainHandlers(engine, urlPolicy)::explain);
        return all;
    }

    private void add(String operation, Handler handler) {
        handlers.put(operation, call -> {
            try {
                return handler.answer(call);
            } catch (ChangeRejectedException e) {
                throw new ProblemException(Rejections.problem(e.rejection(), call), e);
            } catch (InvalidValueException e) {
                throw Rejections.bad("Unknown error", e.reason());
            } catch (BadDataException e) {
                throw Rejections.bad("Unknown error", String.valueOf(e.getMessage()));
            }
        });
    }

    /** Adds a handler whose responses must not be cached. */
    private void addPrivate(String operation, Handler handler) {
        add(operation, call -> handler.answer(call).with("Cache-Control", "no-store"));
    }

    private void addLarge(String operation, Handler handler) {
        add(operation, large.of(handler));
    }

    private void addLargePrivate(String operation, Handler handler) {
        addPrivate(operation, large.of(handler));
    }

    private ScheduledChangeHandlers addScheduled(String name, ScheduleForm form) {
        ScheduledChangeHandlers changes = new ScheduledChangeHandlers(engine, clock, form.entity());
        add("schedule" + name + "Change", call -> changes.schedule(call, form));
        add("update" + name + "Change", call -> changes.edit(call, form));
        add("delete" + name + "Change", changes::drop);
        add("enact" + name + "Change", changes::enact);
        add("signOff" + name + "Change", changes::signOff);
        add("revoke" + name + "ChangeSignoff", changes::withdraw);
        return changes;
    }

    private void addScheduledHistory(String name, ScheduledChangeHandlers changes) {
        add("list" + name + "ChangeRevisions", changes::revisions);
        add("revert" + name + "Change", changes::revert);
    }

    private void addRules(RuleHandlers rules) {
        add("listRules", rules::list);
        add("getRule", rules::get);
        add("listRuleColumn", rules::column);
        add("listRuleRevisions", rules::revisions);
        add("createRule", rules::create);
        add("updateRule", rules::update);
        add("replaceRule", rules::update);
        add("deleteRule", rules::delete);
        add("revertRule", rules::revert);
        ScheduledChangeHandlers changes = addScheduled("Rule", new RuleForm());
        add("listRuleChanges", call -> changes.list(call, Entity.RULES.key()));
        add("getRuleChange", changes::get);
        addScheduledHistory("Rule", changes);
    }

    private void addReleases(ReleaseHandlers releases) {
        add("listReleases", releases::list);
        add("listReleaseColumn", releases::column);
        addLarge("getRelease", releases::get);
        addLarge("getReleaseLocale", releases::getLocale);
        add("createRelease", releases::create);
        add("replaceRelease", releases::replace);
        add("updateRelease", releases::update);
        add("replaceReleaseLocale", releases::replaceLocale);
        add("deleteRelease", releases::delete);
        add("getReleaseReadOnly", releases::getReadOnly);
        add("setReleaseReadOnly", releases::setReadOnly);
        add("listReleaseReadOnlySignoffs", releases::readOnlySignoffs);
        addLarge("diffReleaseChange", releases::diff);
        ReleaseForm form = new ReleaseForm();
        ScheduledChangeHandlers changes = addScheduled("Release", form);
        add("scheduleReleaseChange", call -> {
            try {
                return changes.schedule(call, form);
            } catch (ChangeRejectedException e) {
                throw ScheduledChangeHandlers.readOnly(e);
            }
        });
        addLarge("listReleaseChanges", call -> changes.list(call, Entity.RELEASES.key()));
        add("getReleaseChange", changes::get);
        addScheduledHistory("Release", changes);
    }

    private void addSplitReleases(SplitReleaseHandlers releases) {
        add("listSplitReleases", releases::list);
        addLarge("getSplitRelease", releases::get);
        add("getSplitReleaseDataVersions", releases::dataVersions);
        add("getSplitReleasePartDataVersion", releases::dataVersion);
        add("updateSplitRelease", releases::update);
        add("replaceSplitRelease", releases::replace);
        add("deleteSplitRelease", releases::delete);
        add("setSplitReleaseReadOnly", releases::setReadOnly);
        add("signOffSplitRelease", releases::signOff);
        add("revokeSplitReleaseSignoff", releases::withdraw);
        add("enactSplitRelease", releases::enact);
        add("pinSplitRelease", releases::pin);
        add("listPins", releases::listPins);
        add("getPin", releases::getPin);
    }

    private void addRevisions(RevisionHandlers revisions) {
        add("listReleaseRevisions", revisions::list);
        addLarge("getReleaseRevision", revisions::get);
    }

    private void addUsers(UserHandlers users) {
        addPrivate("listUsers", users::list);
        addPrivate("getUser", users::get);
        addPrivate("listUserPermissions", users::permissions);
        addPrivate("getUserPermission", users::permission);
        add("grantUserPermission", users::grant);
        add("updateUserPermission", users::update);
        add("revokeUserPermission", users::revoke);
        add("grantRole", users::grantRole);
        add("revokeRole", users::revokeRole);
        ScheduledChangeHandlers changes = addScheduled("Permission", FieldsForm.PERMISSION);
        addPrivate("listPermissionChanges", changes::list);
        addScheduledHistory("Permission", changes);
        addPrivate("listPermissionChangeRevisions", changes::revisions);
        ScheduledChangeHandlers roles = addScheduled("UserRole", FieldsForm.USER_ROLE);
        addPrivate("listUserRoleChanges", roles::list);
        addScheduledHistory("UserRole", roles);
        addPrivate("listUserRoleChangeRevisions", roles::revisions);
    }

    private void addRequiredSignoffs() {
        addRequiredSignoffs("ProductSignoff", FieldsForm.PRODUCT_REQUIRED_SIGNOFF);
        addRequiredSignoffs("PermissionSignoff", FieldsForm.PERMISSIONS_REQUIRED_SIGNOFF);
    }

    private void addRequiredSignoffs(String name, ScheduleForm form) {
        RequiredSignoffHandlers signoffs = new RequiredSignoffHandlers(engine, form.entity());
        add("list" + name + "s", signoffs::list);
        add("create" + name, signoffs::create);
        add("delete" + name, signoffs::delete);
        add("list" + name + "Revisions", signoffs::revisions);
        ScheduledChangeHandlers changes = addScheduled(name, form);
        List<Field<String>> filters =
                form.entity().keyNames().contains(CHANNEL.getName()) ? List.of(PRODUCT, CHANNEL) : List.of(PRODUCT);
        add("list" + name + "Changes", call -> changes.list(call, filters));
        addScheduledHistory(name, changes);
    }

    private void addShutoffs(ShutoffHandlers shutoffs) {
        add("listShutoffs", shutoffs::list);
        add("getShutoff", shutoffs::get);
        add("createShutoff", shutoffs::create);
        add("deleteShutoff", shutoffs::delete);
        ScheduledChangeHandlers changes = addScheduled("Shutoff", FieldsForm.SHUTOFF);
        add("listShutoffChanges", changes::list);
    }

    private void addPins() {
        ScheduledChangeHandlers changes = new ScheduledChangeHandlers(engine, clock, Entity.PINNABLE_RELEASES);
        add("listPinChanges", changes::list);
        add("enactPinChange", changes::enact);
        add("signOffPinChange", changes::signOff);
        add("revokePinChangeSignoff", changes::withdraw);
    }

    private void addExpectations(StoredExpectationHandlers expectations) {
        add("listExpectations", expectations::list);
        add("getExpectation", expectations::get);
        add("putExpectation", expectations::put);
        add("deleteExpectation", expectations::delete);
    }

    private void addComments(CommentHandlers comments) {
        addPrivate("listComments", comments::list);
        addPrivate("createComment", comments::create);
        addPrivate("resolveComment", comments::resolve);
    }

    private void addChangeSets(ChangeSetHandlers sets) {
        addPrivate("listChangeSets", sets::list);
        addPrivate("proposeChangeSet", sets::propose);
        addPrivate("checkChangeSet", sets::check);
        addPrivate("getChangeSet", sets::get);
        addPrivate("editChangeSet", sets::edit);
        add("cancelChangeSet", sets::cancel);
        add("signOffChangeSet", sets::signOff);
        add("revokeChangeSetSignoff", sets::withdraw);
        addPrivate("enactChangeSet", sets::enact);
    }

    private void addHistories(HistoryHandlers histories) {
        add("listRulesHistory", histories::rules);
        addPrivate("listPermissionsHistory", histories::permissions);
        add("listProductSignoffsHistory", histories::productRequiredSignoffs);
        add("listPermissionSignoffsHistory", histories::permissionsRequiredSignoffs);
    }
}
