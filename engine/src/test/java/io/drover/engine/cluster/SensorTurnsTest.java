package io.drover.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.HandSensors;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.rehearse.UnreliableStore;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Acceptance.Verdict;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.SensorStatus;
import io.drover.model.trigger.SensorStatus.Delivery;
import io.drover.model.trigger.SensorStatus.State;
import io.drover.model.trigger.SensorType;
import io.drover.model.trigger.TriggerInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorTurnsTest {
    private static final Ref ALERTS = Ref.of("plant", "alerts");
    private static final Ref MAILS = Ref.of("plant", "mails");
    private static final Ref HOOK = Ref.of("plant", "hook");
    private static final Duration LOST = Lease.LENGTH.plusSeconds(1);

    @TempDir
    Path folder;

    private final HandClock database = new HandClock();
    private final MemoryStore memory = new MemoryStore(database);
    private final List<Node> nodes = new ArrayList<>();

    /** A node with sensors and a lease whose age a test says. */
    private final class Node {
        final Parts parts;
        final HandSensors sensors = new HandSensors();
        final List<Ref> taken = new ArrayList<>();
        final SensorTurns turns;
        final SensorDoor door;
        Duration leaseAge = Duration.ZERO;

        Node(String name) {
            PlainReader packs = new PlainReader();
            packs.lay(Plant.content());
            parts = Setup.in(folder)
                    .stored(memory)
                    .packs(packs)
                    .named(name)
                    .make()
                    .started();
            beat(name);
            int number =
                    memory.inTransaction(transaction -> transaction.batches().nodeNumber(name, database.instant()));
            sensors.run(status(ALERTS, true, false), status(MAILS, true, false), status(HOOK, true, true));
            turns = new SensorTurns(parts.store(), sensors, number, () -> leaseAge, taken::addAll);
            door = new SensorDoor(turns, parts.dispatcher());
            nodes.add(this);
        }

        Verdict emit(Ref sensor) {
            return Await.done(door.accept(event(sensor))).verdict();
        }

        Throwable refusal(Ref sensor) {
            return unwrapped(Await.failure(door.accept(event(sensor))));
        }
    }

    @AfterEach
    void end() {
        nodes.forEach(node -> node.parts.close());
    }

    @Test
    void aSensorRunsOnOneNodeAndTheOtherKnowsOnWhich() {
        Node first = new Node("n1");
        Node second = new Node("n2");

        first.turns.look();
        second.turns.look();

        assertThat(first.sensors.held()).containsExactlyInAnyOrder(ALERTS, MAILS);
        assertThat(second.sensors.held()).isEmpty();
        assertThat(second.turns.owner(ALERTS)).contains("n1");
        assertThat(first.turns.owner(ALERTS)).contains("n1");
        assertThat(second.turns.owner(HOOK)).isEmpty();
    }

    @Test
    void isTakenOverWhenItsNodeIsSilentForLongerThanItsLeaseAndNotBefore() {
        Node first = new Node("n1");
        Node second = new Node("n2");
        first.turns.look();

        database.advance(Lease.LENGTH.minusSeconds(1));
        second.turns.look();
        boolean early = second.sensors.held().isEmpty();
        database.advance(Duration.ofSeconds(2));
        second.turns.look();

        assertThat(early).isTrue();
        assertThat(second.taken).as("told of once").containsExactlyInAnyOrder(ALERTS, MAILS);
        assertThat(second.sensors.held()).containsExactlyInAnyOrder(ALERTS, MAILS);
        assertThat(second.turns.owner(ALERTS)).contains("n2");
    }

    @Test
    void isTakenOverAtTheNextLookWhenItsNodeEndsInOrder() {
        Node first = new Node("n1");
        Node second = new Node("n2");
        first.turns.look();
        second.turns.look();

        first.turns.release();
        second.turns.look();
        first.turns.look();

        assertThat(second.sensors.held()).containsExactlyInAnyOrder(ALERTS, MAILS);
        assertThat(second.turns.owner(MAILS)).contains("n2");
    }

    @Test
    void anEarlierLifeOfANodeKeepsItsSensorsFromNobody() {
        Node first = new Node("n1");
        first.turns.look();

        Node again = new Node("n1");
        again.turns.look();

        assertThat(again.sensors.held()).containsExactlyInAnyOrder(ALERTS, MAILS);
        assertThat(first.refusal(ALERTS)).hasMessageContaining("plant.alerts");
        assertThat(again.emit(ALERTS)).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void stopsWhereTheLeaseWasNotRenewedBeforeAnotherNodeMayTakeItOverAndRunsOnWithTheNextOne() {
        Node first = new Node("n1");
        first.turns.look();
        UnreliableStore store = first.parts.store();
        store.deaf(true);

        first.leaseAge = SensorTurns.SURE;
        first.turns.guard();
        boolean held = !first.sensors.held().isEmpty();
        first.leaseAge = SensorTurns.SURE.plusMillis(1);
        first.turns.guard();
        boolean stopped = first.sensors.held().isEmpty();
        store.deaf(false);
        first.turns.look();
        boolean still = first.sensors.held().isEmpty();
        first.leaseAge = Duration.ZERO;
        first.turns.look();

        assertThat(List.of(held, stopped, still)).containsOnly(true);
        assertThat(SensorTurns.SURE).isLessThan(Lease.LENGTH.minusSeconds(5));
        assertThat(first.sensors.held()).containsExactlyInAnyOrder(ALERTS, MAILS);
    }

    @Test
    void whatASensorEmitsThatHasNotStoppedInTimeIsRefusedFromThenOn() {
        Node first = new Node("n1");
        first.turns.look();
        Verdict before = first.emit(ALERTS);

        first.leaseAge = SensorTurns.SURE.plusMillis(1);
        Throwable late = first.refusal(ALERTS);
        Verdict everywhere = first.emit(HOOK);
        first.leaseAge = Duration.ZERO;

        assertThat(List.of(before, everywhere)).containsOnly(Verdict.ACCEPTED);
        assertThat(first.sensors.held()).as("nobody has looked yet").contains(ALERTS);
        assertThat(late)
                .isInstanceOfSatisfying(
                        DroverException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining("may do so now");
        assertThat(first.emit(ALERTS)).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void goesOnWhereTheDatabaseIsAwayForAMoment() {
        Node first = new Node("n1");
        first.turns.look();
        first.parts.store().deaf(true);

        assertThatThrownBy(first.turns::look)
                .isInstanceOfSatisfying(
                        DroverException.class, away -> assertThat(away.code()).isEqualTo(ErrorCode.UNAVAILABLE));

        assertThat(first.sensors.held()).containsExactlyInAnyOrder(ALERTS, MAILS);
        first.parts.store().deaf(false);
    }

    @Test
    void aSensorThatIsSwitchedOffOrGoneHereIsLeftToOthers() {
        Node first = new Node("n1");
        Node second = new Node("n2");
        first.turns.look();

        first.sensors.run(status(ALERTS, false, false));
        first.turns.look();
        second.turns.look();

        assertThat(first.sensors.held()).isEmpty();
        assertThat(second.sensors.held()).containsExactlyInAnyOrder(ALERTS, MAILS);
    }

    @Test
    void whatAFrozenNodeStillEmitsIsRefusedThoughItKnowsOfNothing() {
        Node first = new Node("n1");
        Node second = new Node("n2");
        first.turns.look();
        Verdict before = first.emit(ALERTS);

        database.advance(LOST);
        beat("n2");
        second.turns.look();
        Throwable late = first.refusal(ALERTS);
        Verdict everywhere = first.emit(HOOK);
        Verdict after = second.emit(ALERTS);

        assertThat(List.of(before, everywhere, after)).containsOnly(Verdict.ACCEPTED);
        assertThat(late)
                .isInstanceOfSatisfying(
                        DroverException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining("plant.alerts");
        assertThat(first.door.fenced()).isEqualTo(1);
        assertThat(first.parts.events()).extracting(TriggerInstance::source).containsOnly("plant.alerts", "plant.hook");
        assertThat(first.parts.events()).hasSize(3);
        first.turns.look();
        assertThat(first.sensors.held()).isEmpty();
    }

    @Test
    void whatANodeEmitsThatKnowsTheSensorToBeElsewhereIsRefusedWithoutACommit() {
        Node first = new Node("n1");
        Node second = new Node("n2");
        first.turns.look();
        second.turns.look();

        Throwable refusal = second.refusal(ALERTS);
        Throwable letter = unwrapped(Await.failure(second.door.bury(letter(ALERTS))));

        assertThat(List.of(refusal, letter))
                .allSatisfy(failure ->
                        assertThat(failure).isInstanceOf(DroverException.class).hasMessageContaining("another node"));
        assertThat(second.parts.events()).isEmpty();
        assertThat(second.door.fenced()).isEqualTo(2);
    }

    @Test
    void anEventThatIsRefusedTakesNoOtherOfItsCommitWithIt() {
        Node first = new Node("n1");
        Node second = new Node("n2");
        first.turns.look();
        database.advance(LOST);
        beat("n2");
        second.turns.look();

        var late = first.door.accept(event(ALERTS));
        var others = first.parts.dispatcher().acceptAll(List.of(event(HOOK), event(HOOK)));

        assertThat(unwrapped(Await.failure(late))).isInstanceOf(DroverException.class);
        assertThat(Await.done(others)).extracting(answer -> answer.verdict()).containsOnly(Verdict.ACCEPTED);
        assertThat(first.parts.events()).hasSize(2);
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private void beat(String name) {
        boolean begun = memory.inTransaction(
                transaction -> transaction.nodes().begin(name, "home " + name, "life " + name, Lease.LENGTH));
        assertThat(begun).isTrue();
    }

    private static Emission event(Ref sensor) {
        return Emission.of(Rules.STATE, Map.of("host", "a"), sensor.toString());
    }

    private DeadLetter letter(Ref sensor) {
        return new DeadLetter(
                "letter", sensor.toString(), null, null, "?", false, 1, List.of("no JSON"), database.instant());
    }

    private static SensorStatus status(Ref sensor, boolean enabled, boolean everyNode) {
        SensorType type = new SensorType(
                sensor, null, enabled, "routes/r.yaml", null, List.of(Rules.STATE), null, SensorType.Host.ROUTE);
        return new SensorStatus(type, State.RUNNING, Delivery.AT_LEAST_ONCE, 0, 0, null, null, null, everyNode, null);
    }
}
