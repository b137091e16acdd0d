// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.balrog.change.MatrixLine.Grant;
import dev.balrog.change.MatrixLine.User;
import dev.balrog.change.MatrixLine.Way;
import dev.balrog.change.MatrixWorld.Deed;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.core.change.Permission;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who may do what, tried out for every kind of thing, every change, every way to make it, and every sort of permission.
 *
 * <p>The table is written by hand; nothing of it comes from the code that it is the measure of. The permission and the
 * actions are what the change takes: any one of the actions. The ways to make it:
 *
 * <ul>
 *   <li>{@code now}; with {@code +} and another permission, which all but admins have as well
 *   <li>{@code edit} what is planned
 *   <li>{@code all}: now; plan it for later; edit what is planned; drop what is planned; have the agent make it in the
 *       name of the user
 *   <li>{@code all*}: the same, where those who may do it now would still need signoffs
 * </ul>
 *
 * <p>The users, all of whom try it with something of the product Firefox, where it is of a product at all:
 *
 * <ul>
 *   <li>{@code adm}: an admin; {@code own}: for Firefox only; {@code oth}: for another product only; {@code o+p}: the
 *       same, who has the permission as well
 *   <li>{@code any}: one who has the permission; {@code act}: for one of the actions only; {@code bad}: for all actions
 *       but these; {@code pro}: for Firefox only; {@code wro}: for another product only; {@code a+p}: for the action and
 *       Firefox only
 *   <li>{@code res}: one who has all the other permissions; {@code non}: one who has none
 * </ul>
 */
@Tag("slow")
class PermissionMatrixTest {
    private static final String MATRIX = """
            thing                                | change | permission        | actions       | ways                | adm own oth o+p any act bad pro wro a+p res non
            rule                                 | insert | rule              | create        | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            rule                                 | update | rule              | modify        | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            rule                                 | delete | rule              | delete        | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            rule of all products                 | insert | rule              | create        | all                 | yes -   -   -   yes yes -   -   -   -   -   -
            rule of all products                 | update | rule              | modify        | all                 | yes -   -   -   yes yes -   -   -   -   -   -
            rule of all products                 | delete | rule              | delete        | all                 | yes -   -   -   yes yes -   -   -   -   -   -
            rule, to another product             | update | rule              | modify        | all                 | yes -   -   -   yes yes -   -   -   -   -   -
            rule, to all products                | update | rule              | modify        | all                 | yes -   -   -   yes yes -   -   -   -   -   -
            new rule, made another product's     | insert | rule              | create        | edit                | yes -   -   -   yes yes -   -   -   -   -   -
            whole release                        | insert | release           | create        | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            whole release                        | update | release           | modify        | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            whole release                        | delete | release           | delete        | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            whole release, to another product    | update | release           | modify        | all                 | yes -   -   -   yes yes -   -   -   -   -   -
            whole release, read-only             | update | release_read_only | set           | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            whole release, writable              | update | release_read_only | unset         | all*                | yes yes -   -   yes yes -   yes -   yes -   -
            locale of a whole release            | update | release_locale    | modify        | now +release        | yes yes -   -   yes yes -   yes -   yes -   -
            locale of a whole release            | update | release           | modify        | now +release_locale | yes yes -   -   yes yes -   yes -   yes -   -
            base                                 | insert | release           | create        | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            base                                 | update | release           | modify        | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            base                                 | delete | release           | delete        | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            base, to another product             | update | release           | modify        | all                 | yes -   -   -   yes yes -   -   -   -   -   -
            base, read-only                      | update | release_read_only | set           | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            base, writable                       | update | release_read_only | unset         | all*                | yes yes -   -   yes yes -   yes -   yes -   -
            asset                                | insert | release           | create modify | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            asset                                | update | release           | modify        | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            asset                                | delete | release           | delete modify | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            split release                        | insert | release           | create        | now                 | yes yes -   -   yes yes -   yes -   yes -   -
            split release                        | update | release           | modify        | now                 | yes yes -   -   yes yes -   yes -   yes -   -
            split release, all of it             | update | release           | modify        | now                 | yes yes -   -   yes yes -   yes -   yes -   -
            split release, all of it, later      | update | release           | modify        | now                 | yes yes -   -   yes yes -   yes -   yes -   -
            split release, to another product    | update | release           | modify        | now                 | yes -   -   -   yes yes -   -   -   -   -   -
            split release                        | delete | release           | delete        | now                 | yes yes -   -   yes yes -   yes -   yes -   -
            split release, with a change to come | delete | release           | delete        | now                 | yes yes -   -   yes yes -   yes -   yes -   -
            split release, read-only             | update | release_read_only | set           | now                 | yes yes -   -   yes yes -   yes -   yes -   -
            split release, writable              | update | release_read_only | unset         | now                 | yes yes -   -   yes yes -   yes -   yes -   -
            shutoff                              | insert | emergency_shutoff | create        | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            shutoff                              | update | emergency_shutoff | modify        | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            shutoff                              | delete | emergency_shutoff | delete        | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            new shutoff, made another product's  | insert | emergency_shutoff | create        | edit                | yes -   -   -   yes yes -   -   -   -   -   -
            permission                           | insert | permission        | create        | all                 | yes -   -   -   yes yes -   -   -   -   -   -
            permission                           | update | permission        | modify        | all                 | yes -   -   -   yes yes -   -   -   -   -   -
            permission                           | delete | permission        | delete        | all                 | yes -   -   -   yes yes -   -   -   -   -   -
            user role                            | insert | permission        | create        | all*                | yes -   -   -   yes yes -   -   -   -   -   -
            user role                            | delete | permission        | delete        | all                 | yes -   -   -   yes yes -   -   -   -   -   -
            product signoff                      | insert | required_signoff  | create        | all                 | yes -   -   -   yes yes -   -   -   -   -   -
            product signoff                      | update | required_signoff  | modify        | all*                | yes -   -   -   yes yes -   -   -   -   -   -
            product signoff                      | delete | required_signoff  | delete        | all*                | yes -   -   -   yes yes -   -   -   -   -   -
            permission signoff                   | insert | required_signoff  | create        | all                 | yes -   -   -   yes yes -   -   -   -   -   -
            permission signoff                   | update | required_signoff  | modify        | all*                | yes -   -   -   yes yes -   -   -   -   -   -
            permission signoff                   | delete | required_signoff  | delete        | all*                | yes -   -   -   yes yes -   -   -   -   -   -
            pin                                  | insert | pinnable_release  | create        | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            pin                                  | update | pinnable_release  | modify        | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            pin                                  | delete | pinnable_release  | delete        | all                 | yes yes -   -   yes yes -   yes -   yes -   -
            expectation                          | insert | rule              | create        | now                 | yes yes -   -   yes yes -   yes -   yes -   -
            expectation                          | update | rule              | modify        | now                 | yes yes -   -   yes yes -   yes -   yes -   -
            expectation                          | delete | rule              | delete        | now                 | yes yes -   -   yes yes -   yes -   yes -   -
            expectation, to another product      | update | rule              | modify        | now                 | yes -   -   -   yes yes -   -   -   -   -   -
            expectation of two products          | insert | rule              | create        | now                 | yes -   -   -   yes yes -   -   -   -   -   -
            change set with a new rule           | insert | rule              | create        | now                 | yes yes -   -   yes yes -   yes -   yes -   -
            change set with a new rule           | enact  | rule              | create        | now                 | yes yes -   -   yes yes -   yes -   yes -   -
            any change set                       | enact  | scheduled_change  | enact         | now                 | yes -   -   -   yes yes -   -   -   -   -   -
            any planned change                   | enact  | scheduled_change  | enact         | now                 | yes -   -   -   yes yes -   -   -   -   -   -
            """;

    @TempDir
    private Path directory;

    private @Nullable Stage stage;

    @AfterEach
    void close() {
        if (stage != null) {
            stage.close();
        }
    }

    @TestFactory
    Stream<DynamicNode> everybodyMayDoWhatTheTableSays() {
        return MATRIX.lines()
                .skip(1)
                .map(MatrixLine::parse)
                .map(line -> dynamicContainer(
                        line.name() + ", " + line.permission().id(),
                        line.waysToTry().stream().map(way -> dynamicContainer(way.name(), cells(line, way)))));
    }

    private Stream<DynamicTest> cells(MatrixLine line, Way way) {
        return Arrays.stream(User.values()).flatMap(user -> {
            boolean allowed = line.allowed().contains(user);
            return user.users(line).keySet().stream()
                    .map(name -> dynamicTest(
                            name + ": " + (allowed ? "yes" : "no"),
                            () -> stage(line, way).play(name, allowed)));
        });
    }

    /** Each stage is for many cells, one after the other. */
    private Stage stage(MatrixLine line, Way way) throws IOException {
        if (stage == null || !stage.line.equals(line) || stage.way != way) {
            close();
            stage = new Stage(line, way, directory);
        }
        return stage;
    }

    /** Where the users try a change in one of the ways, one after the other, each on the same data. */
    private static final class Stage implements AutoCloseable {
        private final MatrixLine line;
        private final Way way;
        private final Path directory;
        private final int planned;
        private EngineOn engine;
        private ObjectNode before;
        private boolean used;

        Stage(MatrixLine line, Way way, Path directory) throws IOException {
            this.line = line;
            this.way = way;
            this.directory = directory;
            Path world = directory.resolve("world.db");
            if (!Files.exists(world)) {
                try (Database database = open(world)) {
                    new Schema(database).upgrade();
                    MatrixWorld.fill(database);
                }
            }
            Files.copy(world, directory.resolve("stage.db"), StandardCopyOption.REPLACE_EXISTING);
            try (EngineOn preparing = new EngineOn(open(directory.resolve("stage.db")), directory)) {
                ObjectNode users = EngineOn.json("{}");
                for (User user : User.values()) {
                    user.users(line)
                            .forEach((name, grants) -> grants(user, grants)
                                    .forEach(grant ->
                                            users.withArray("permissions").add(grant.row(name))));
                }
                TestDatabases.fill(preparing.database(), users);
                planned = preparing.engine().write(MatrixWorld.PLANNER, transaction -> {
                    MatrixWorld.plan(transaction);
                    Deed deed = MatrixWorld.DEEDS.get(line.name());
                    if (deed == null || way == Way.NOW || way == Way.PLAN) {
                        return 0;
                    }
                    int id = deed.schedule(transaction);
                    if (way == Way.DUE) {
                        transaction.signOff(deed.entity(), id, "releng");
                    }
                    return id;
                });
            }
            engine = restored();
            before = engine.state();
        }

        private Stream<Grant> grants(User user, List<Grant> grants) {
            boolean alsoHasOthers = grants.stream().noneMatch(grant -> grant.permission() == Permission.ADMIN)
                    && user != User.ALL_OTHERS;
            return Stream.concat(
                    grants.stream(), alsoHasOthers ? line.besides().stream().map(Grant::new) : Stream.of());
        }

        private static Database open(Path file) {
            return new Database(DatabaseUri.parse("sqlite:///" + file), DatabaseOptions.forWriting());
        }

        private EngineOn restored() throws IOException {
            Path file = directory.resolve("cell.db");
            Files.copy(directory.resolve("stage.db"), file, StandardCopyOption.REPLACE_EXISTING);
            return new EngineOn(open(file), directory);
        }

        void play(String user, boolean allowed) throws IOException {
            if (used) {
                engine.close();
                engine = restored();
            }
            used = true;
            if (way == Way.DUE) {
                planInTheNameOf(user);
                before = engine.state();
            }
            ChangeRejectedException refused = catchThrowableOfType(ChangeRejectedException.class, () -> act(user));
            String cell = line.name() + ", " + line.permission().id() + ", " + way + ", " + user;
            boolean stays = !allowed || line.needsSignoffs(way);
            if (stays) {
                assertThat(refused)
                        .as(cell)
                        .isNotNull()
                        .extracting(e -> cause(e.rejection()))
                        .isInstanceOf(
                                allowed
                                        ? ChangeRejection.SignoffRequired.class
                                        : ChangeRejection.PermissionDenied.class);
                assertThat(engine.state()).as("what there is after %s", cell).isEqualTo(before);
                used = false;
            } else {
                assertThat(refused).as(cell).isNull();
                assertThat(engine.state()).as("what there is after %s", cell).isNotEqualTo(before);
            }
        }

        private void act(String user) {
            Deed deed = MatrixWorld.DEEDS.get(line.name());
            engine.at(MatrixWorld.LATER);
            engine.engine().write(way == Way.DUE ? MatrixWorld.AGENT : user, transaction -> {
                if (deed == null) {
                    Objects.requireNonNull(MatrixWorld.OTHER_DEEDS.get(line.name()), line.name())
                            .accept(engine, transaction);
                } else {
                    switch (way) {
                        case NOW -> deed.make(transaction);
                        case PLAN -> deed.schedule(transaction);
                        case EDIT -> deed.edit(transaction, planned);
                        case DROP -> deed.drop(transaction, planned);
                        case DUE -> transaction.enact(deed.entity(), planned);
                    }
                }
                return user;
            });
        }

        private void planInTheNameOf(String user) {
            Entity entity = Objects.requireNonNull(MatrixWorld.DEEDS.get(line.name()), line.name())
                    .entity();
            engine.database()
                    .write(sql -> sql.update(entity.scheduled().changes())
                            .set(DSL.field("scheduled_by", String.class), user)
                            .where(DSL.field("sc_id", Integer.class).eq(planned))
                            .execute());
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    @Test
    void nobodyChangesOneRoleIntoAnother() throws IOException {
        MatrixLine line = MatrixLine.parse(
                "user role | update | permission | modify | now | " + "- ".repeat(User.values().length));
        Stage roles = stage(line, Way.NOW);
        Deed deed = Objects.requireNonNull(MatrixWorld.DEEDS.get("user role update"));
        assertThatThrownBy(() -> roles.engine.engine().write("ADMIN", transaction -> {
                    deed.make(transaction);
                    return deed;
                }))
                .isInstanceOfSatisfying(
                        ChangeRejectedException.class,
                        e -> assertThat(e.rejection()).isInstanceOf(ChangeRejection.Invalid.class));
    }

    /** In a change set, the rejection of a change says which one it is. */
    private static ChangeRejection cause(ChangeRejection rejection) {
        return rejection instanceof ChangeRejection.OfChangeSet ofSet ? ofSet.cause() : rejection;
    }

    @Test
    void theTableHasEveryKindOfThingAndEveryChangeOfIt() {
        Set<String> names = MATRIX.lines()
                .skip(1)
                .map(MatrixLine::parse)
                .map(MatrixLine::name)
                .collect(Collectors.toSet());
        assertThat(names).containsAll(MatrixWorld.OTHER_DEEDS.keySet());
        Set<String> changes = names.stream()
                .flatMap(name -> Stream.ofNullable(MatrixWorld.DEEDS.get(name)))
                .map(deed -> deed.entity() + " " + deed.type())
                .collect(Collectors.toSet());
        assertThat(changes)
                .isEqualTo(MatrixWorld.changedDirectly().stream()
                        .flatMap(entity -> Arrays.stream(ChangeType.values()).map(type -> entity + " " + type))
                        .filter(change -> !change.equals("USER_ROLES UPDATE"))
                        .collect(Collectors.toSet()));
    }
}
