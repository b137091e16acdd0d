// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.change.EngineOn.json;
import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.OPTIONS;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.ROLE;
import static dev.balrog.change.row.SharedColumns.USERNAME;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.PERMISSIONS;
import static dev.balrog.store.jooq.Tables.RULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Security findings 6b, 7 and 13: granting roles and permissions needs other people, revoking them needs nobody, and
 * service accounts never sign off.
 */
@Tag("slow")
class GrantTest {
    private static final long LATER = 4_000_000_000_000L;
    private static final Row NEW_ROLE = Row.of(USERNAME, "mal").with(ROLE, "releng");

    @TempDir
    private Path directory;

    private @Nullable EngineOn opened;

    private void open(Kind kind) {
        Database database = TestDatabases.create(kind, directory);
        opened = new EngineOn(database, directory, Set.of("balrogagent"));
        TestDatabases.fill(database, json("""
                {'permissions': [
                   {'username': 'ada', 'permission': 'admin', 'data_version': 1},
                   {'username': 'perm', 'permission': 'permission', 'data_version': 1},
                   {'username': 'bob', 'permission': 'rule', 'data_version': 1},
                   {'username': 'dan', 'permission': 'rule', 'data_version': 1},
                   {'username': 'mal', 'permission': 'rule', 'options': {'products': ['P1']}, 'data_version': 1},
                   {'username': 'balrogagent', 'permission': 'scheduled_change', 'data_version': 1}],
                 'user_roles': [
                   {'username': 'perm', 'role': 'relman', 'data_version': 1},
                   {'username': 'ada', 'role': 'releng', 'data_version': 1},
                   {'username': 'bob', 'role': 'releng', 'data_version': 1},
                   {'username': 'dan', 'role': 'releng', 'data_version': 1}],
                 'product_req_signoffs': [
                   {'product': 'P1', 'channel': 'release', 'role': 'releng', 'signoffs_required': 1,
                    'data_version': 1}],
                 'permissions_req_signoffs': [
                   {'product': 'P1', 'role': 'releng', 'signoffs_required': 1, 'data_version': 1}],
                 'rules': [
                   {'rule_id': 1, 'product': 'P1', 'channel': 'release', 'priority': 1, 'backgroundRate': 100,
                    'update_type': 'minor', 'data_version': 1}]}"""));
    }

    private EngineOn engine() {
        return Objects.requireNonNull(opened);
    }

    @AfterEach
    void close() {
        engine().close();
    }

    private void enact(Consumer<Transaction> work) {
        engine().at(MatrixWorld.LATER);
        does("ada", work);
    }

    private void does(String who, Consumer<Transaction> work) {
        engine().engine().write(who, transaction -> {
            work.accept(transaction);
            return who;
        });
    }

    private void refused(String who, Class<? extends ChangeRejection> why, Consumer<Transaction> work) {
        assertThatThrownBy(() -> does(who, work))
                .isInstanceOfSatisfying(
                        ChangeRejectedException.class,
                        e -> assertThat(e.rejection()).isInstanceOf(why));
    }

    private int schedules(String who, Entity entity, ChangeType type, Row row) {
        return engine().engine()
                .write(
                        who,
                        transaction -> transaction
                                .schedule(entity, type, row.with(WHEN, LATER))
                                .id());
    }

    private ScheduledChange change(Entity entity, int id) {
        return engine().engine()
                .<ScheduledChange>read((ReadTransaction reading) ->
                        reading.findScheduled(entity, id).orElseThrow());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aRoleNeedsASignoffOfThatRole(Kind kind) {
        open(kind);
        refused(
                "perm",
                ChangeRejection.SignoffRequired.class,
                transaction -> transaction.insert(Entity.USER_ROLES, NEW_ROLE));

        int id = schedules("perm", Entity.USER_ROLES, ChangeType.INSERT, NEW_ROLE);
        assertThat(change(Entity.USER_ROLES, id).signoffs()).isEmpty();
        refused("ada", ChangeRejection.SignoffRequired.class, transaction -> transaction.enact(Entity.USER_ROLES, id));
        does("bob", transaction -> transaction.signOff(Entity.USER_ROLES, id, "releng"));
        enact(transaction -> transaction.enact(Entity.USER_ROLES, id));
        assertThat(engine().engine().<Set<String>>read((ReadTransaction reading) -> reading.roles("mal")))
                .containsExactly("releng");
        assertThat(engine().state()
                        .get(Entity.USER_ROLES.scheduled().changes().getName() + "_signoffs_history")
                        .asString())
                .contains("bob");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theGrantersOwnSignoffIsNotEnoughWhileSomebodyElseCouldSign(Kind kind) {
        open(kind);
        int id = schedules("ada", Entity.USER_ROLES, ChangeType.INSERT, NEW_ROLE);
        int permission = schedules(
                "ada",
                Entity.PERMISSIONS,
                ChangeType.INSERT,
                Row.of(USERNAME, "mal").with(PERMISSIONS.PERMISSION, "release"));

        for (Entity entity : Set.of(Entity.USER_ROLES, Entity.PERMISSIONS)) {
            int change = entity == Entity.USER_ROLES ? id : permission;
            assertThat(change(entity, change).signoffs()).containsExactly(Map.entry("ada", "releng"));
            assertThat(engine().engine()
                            .<Map<String, Integer>>read((ReadTransaction reading) -> reading.requiredSignoffs(
                                            reading.findScheduled(entity, change)
                                                    .orElseThrow())
                                    .countByRole()))
                    .containsEntry("releng", 2);
            refused("ada", ChangeRejection.SignoffRequired.class, transaction -> transaction.enact(entity, change));
            does("dan", transaction -> transaction.signOff(entity, change, "releng"));
            enact(transaction -> transaction.enact(entity, change));
        }
    }

    /** Otherwise nobody could be given the role ever again. */
    @Test
    void theGrantersOwnSignoffIsEnoughWhereNobodyElseHoldsTheRole() {
        open(Kind.SQLITE);
        does("ada", transaction -> {
            transaction.delete(Entity.USER_ROLES, Row.of(USERNAME, "bob").with(ROLE, "releng"), 1);
            transaction.delete(Entity.USER_ROLES, Row.of(USERNAME, "dan").with(ROLE, "releng"), 1);
        });
        int id = schedules("ada", Entity.USER_ROLES, ChangeType.INSERT, NEW_ROLE);
        enact(transaction -> transaction.enact(Entity.USER_ROLES, id));
    }

    @Test
    void aRoleThatNobodyRequiresStillNeedsWhatAnUnlimitedPermissionNeeds() {
        open(Kind.SQLITE);
        Row role = Row.of(USERNAME, "mal").with(ROLE, "artist");
        refused(
                "perm",
                ChangeRejection.SignoffRequired.class,
                transaction -> transaction.insert(Entity.USER_ROLES, role));
        engine().database().write(sql -> sql.execute("DELETE FROM permissions_req_signoffs"));
        does("perm", transaction -> transaction.insert(Entity.USER_ROLES, role));
        refused(
                "perm",
                ChangeRejection.SignoffRequired.class,
                transaction -> transaction.insert(Entity.USER_ROLES, NEW_ROLE));
    }

    @Test
    void wideningAPermissionNeedsSignoffsAndNarrowingItDoesNot() {
        open(Kind.SQLITE);
        Row mal = Row.of(USERNAME, "mal").with(PERMISSIONS.PERMISSION, "rule");
        Row bob = Row.of(USERNAME, "bob").with(PERMISSIONS.PERMISSION, "rule");
        refused(
                "perm",
                ChangeRejection.SignoffRequired.class,
                transaction -> transaction.update(Entity.PERMISSIONS, mal, Row.of(OPTIONS, null), 1));
        refused(
                "perm",
                ChangeRejection.SignoffRequired.class,
                transaction -> transaction.update(
                        Entity.PERMISSIONS, mal, Row.of(OPTIONS, json("{'products': ['P1', 'P2']}")), 1));
        does(
                "perm",
                transaction -> transaction.update(
                        Entity.PERMISSIONS,
                        mal,
                        Row.of(OPTIONS, json("{'products': ['P1'], 'actions': ['create']}")),
                        1));
        does(
                "perm",
                transaction ->
                        transaction.update(Entity.PERMISSIONS, bob, Row.of(OPTIONS, json("{'products': ['P1']}")), 1));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void revokingAPermissionTakesRolesAndOpenSignoffsAtOnce(Kind kind) {
        open(kind);
        int rule = schedules(
                "ada",
                Entity.RULES,
                ChangeType.UPDATE,
                Row.of(RULES.RULE_ID, 1)
                        .with(DATA_VERSION, 1)
                        .with(PRODUCT, "P1")
                        .with(CHANNEL, "release")
                        .with(RULES.PRIORITY, 1)
                        .with(RULES.BACKGROUNDRATE, 50)
                        .with(RULES.UPDATE_TYPE, "minor"));
        int role = schedules("perm", Entity.USER_ROLES, ChangeType.INSERT, NEW_ROLE);
        for (String signer : Set.of("bob", "dan")) {
            does(signer, transaction -> {
                transaction.signOff(Entity.RULES, rule, "releng");
                transaction.signOff(Entity.USER_ROLES, role, "releng");
            });
        }
        // An unauthorized change of the permission that is on its way must not hold up the revocation.
        schedules(
                "perm",
                Entity.PERMISSIONS,
                ChangeType.UPDATE,
                Row.of(USERNAME, "bob").with(PERMISSIONS.PERMISSION, "rule").with(DATA_VERSION, 1));

        does(
                "perm",
                transaction -> transaction.delete(
                        Entity.PERMISSIONS, Row.of(USERNAME, "bob").with(PERMISSIONS.PERMISSION, "rule"), 1));

        assertThat(change(Entity.RULES, rule).signoffs()).containsOnlyKeys("ada", "dan");
        assertThat(change(Entity.USER_ROLES, role).signoffs()).containsOnlyKeys("dan");
        does(
                "perm",
                transaction -> transaction.delete(
                        Entity.USER_ROLES, Row.of(USERNAME, "dan").with(ROLE, "releng"), 1));
        assertThat(change(Entity.RULES, rule).signoffs()).containsOnlyKeys("ada");
        assertThat(change(Entity.USER_ROLES, role).signoffs()).isEmpty();
        assertThat(engine().state()
                        .get("rules_scheduled_changes_signoffs_history")
                        .toString())
                .contains("\"changed_by\":\"perm\"");
    }

    @Test
    void signoffsOnCompletedChangesStayAsARecord() {
        open(Kind.SQLITE);
        int role = schedules("perm", Entity.USER_ROLES, ChangeType.INSERT, NEW_ROLE);
        does("bob", transaction -> transaction.signOff(Entity.USER_ROLES, role, "releng"));
        enact(transaction -> {
            transaction.enact(Entity.USER_ROLES, role);
            transaction.delete(Entity.PERMISSIONS, Row.of(USERNAME, "bob").with(PERMISSIONS.PERMISSION, "rule"), 1);
        });
        assertThat(change(Entity.USER_ROLES, role).signoffs()).containsOnlyKeys("bob");
    }

    /** A stolen account can be locked out even if it is one of those that required signoffs count on. */
    @Test
    void aPermissionCanBeRevokedThoughRequiredSignoffsCountOnItsUser() {
        open(Kind.SQLITE);
        engine().database().write(sql -> sql.execute("UPDATE product_req_signoffs SET signoffs_required = 3"));
        refused(
                "ada",
                ChangeRejection.Invalid.class,
                transaction -> transaction.delete(
                        Entity.USER_ROLES, Row.of(USERNAME, "bob").with(ROLE, "releng"), 1));
        does(
                "ada",
                transaction -> transaction.delete(
                        Entity.PERMISSIONS, Row.of(USERNAME, "bob").with(PERMISSIONS.PERMISSION, "rule"), 1));
        assertThat(engine().engine().<Set<String>>read((ReadTransaction reading) -> reading.roles("bob")))
                .isEmpty();
    }

    @Test
    void theLastUnlimitedAdministratorStays() {
        open(Kind.SQLITE);
        Row admin = Row.of(USERNAME, "ada").with(PERMISSIONS.PERMISSION, "admin");
        assertThatThrownBy(() -> does("ada", transaction -> transaction.delete(Entity.PERMISSIONS, admin, 1)))
                .hasMessageContaining("last user with an unlimited admin permission")
                .hasMessageContaining("balrog user grant");
        refused(
                "ada",
                ChangeRejection.Invalid.class,
                transaction -> transaction.update(
                        Entity.PERMISSIONS, admin, Row.of(OPTIONS, json("{'products': ['P1']}")), 1));
        engine().database()
                .write(sql -> sql.execute("INSERT INTO permissions (permission, username, data_version)"
                        + " VALUES ('admin', 'balrogagent', 1)"));
        refused("ada", ChangeRejection.Invalid.class, transaction -> transaction.delete(Entity.PERMISSIONS, admin, 1));
        engine().database()
                .write(sql -> sql.execute(
                        "INSERT INTO permissions (permission, username, data_version) VALUES ('admin', 'eve', 1)"));
        does("eve", transaction -> transaction.delete(Entity.PERMISSIONS, admin, 1));
    }

    /** Finding 7: only the name kept a service account from signing off. */
    @Test
    void aServiceAccountNeverSignsWhateverItsName() {
        open(Kind.SQLITE);
        int id = schedules("perm", Entity.USER_ROLES, ChangeType.INSERT, NEW_ROLE);
        Principal client = new Principal.ServiceAccount("bob");
        assertThatThrownBy(() -> engine().engine().write(client, transaction -> {
                    transaction.signOff(Entity.USER_ROLES, id, "releng");
                    return id;
                }))
                .hasMessageContaining("System account cannot signoff");
        assertThat(engine().engine().rolesToSignOffAs(client)).isEmpty();
        assertThat(engine().engine().rolesToSignOffAs(new Principal.Person("bob")))
                .containsExactly("releng");
        Row rule = Row.of(RULES.RULE_ID, 1)
                .with(DATA_VERSION, 1)
                .with(PRODUCT, "P1")
                .with(CHANNEL, "release")
                .with(RULES.PRIORITY, 1)
                .with(RULES.BACKGROUNDRATE, 50)
                .with(RULES.UPDATE_TYPE, "minor")
                .with(WHEN, LATER);
        ScheduledChange scheduled = engine().engine()
                .write(client, transaction -> transaction.schedule(Entity.RULES, ChangeType.UPDATE, rule));
        assertThat(scheduled.signoffs()).isEmpty();
    }

    /** Findings 12 and F10c: collations and trailing blanks decided who somebody is. */
    @Test
    void noCollationMakesTwoNamesOne() {
        open(Kind.MARIADB);
        for (String collation : List.of("utf8mb4_bin", "utf8mb4_general_ci")) {
            engine().database().write(sql -> {
                for (String table : List.of("permissions", "user_roles", "rules_scheduled_changes_signoffs")) {
                    sql.execute("ALTER TABLE " + table + " CONVERT TO CHARACTER SET utf8mb4 COLLATE " + collation);
                }
                return collation;
            });
            for (String name : List.of("BOB", "b\u00f3b", "bob ")) {
                engine().engine().read(reading -> {
                    assertThat(reading.isKnown(name)).as(name).isFalse();
                    assertThat(reading.roles(name)).as(name).isEmpty();
                    assertThat(reading.rights(name).grants()).as(name).isEmpty();
                    return name;
                });
            }
            assertThat(engine().engine().<Boolean>read((ReadTransaction reading) -> reading.isKnown("bob")))
                    .isTrue();
        }
    }

    @Test
    void namesThatDifferOnlyInCaseAreNotGrantedTwice() {
        open(Kind.SQLITE);
        engine().database().write(sql -> sql.execute("DELETE FROM permissions_req_signoffs"));
        assertThatThrownBy(() -> does(
                        "ada",
                        transaction -> transaction.insert(
                                Entity.PERMISSIONS, Row.of(USERNAME, "Bob").with(PERMISSIONS.PERMISSION, "release"))))
                .hasMessageContaining("differs from 'bob' only in case");
        refused(
                "ada",
                ChangeRejection.Invalid.class,
                transaction -> transaction.insert(
                        Entity.PERMISSIONS, Row.of(USERNAME, "x y").with(PERMISSIONS.PERMISSION, "release")));
    }
}
