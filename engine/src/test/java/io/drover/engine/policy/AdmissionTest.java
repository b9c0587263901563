package io.drover.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Packs.Registration;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Outcome;
import io.drover.engine.register.PackRegistration;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.ActionContext;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.policy.Policy;
import io.drover.model.policy.PolicyType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executions that wait because as many are under way as may be. */
class AdmissionTest {
    private static final Policy ONE = few("one", 1, Map.of());
    private static final Policy ONE_PER_HOST = Plant.policy(
            "per_host",
            Plant.ACT,
            PolicyType.CONCURRENCY_BY_ATTRIBUTE,
            Map.of("threshold", 1L, "attributes", List.of("host")));

    private final Semaphore ends = new Semaphore(0);
    private final HandRunner effects = new HandRunner("effects", true);
    private final HandRunner pure = new HandRunner("pure", false);
    private final Lives lives;

    AdmissionTest(@TempDir Path folder) {
        effects.does(this::untilItMayEnd);
        pure.does(this::untilItMayEnd);
        lives = Lives.in(folder).with(setup -> setup.run(effects, pure));
    }

    private ActionResult untilItMayEnd(ActionContext context) throws InterruptedException {
        ends.acquire();
        return ActionResult.succeeded(Map.of());
    }

    @AfterEach
    void close() {
        ends.release(1_000);
        lives.close();
    }

    @Test
    void letsSoManyBeginAndDelaysTheNextWhichNamesThePolicy() {
        Parts parts = lives.start(Plant.policies(few("two", 2, Map.of())));
        run(parts, Plant.ACT, "a");
        run(parts, Plant.ACT, "b");

        Execution third = run(parts, Plant.ACT, "c");
        awaitStatus(parts, third, ExecutionStatus.DELAYED);

        Await.until("two run", () -> effects.calls().size() == 2);
        assertThat(parts.execution(third.id()).context().get("policies"))
                .isEqualTo(Map.of("concurrency", Map.of("applied_policy", "plant.two")));
        assertThat(parts.admission().waiting()).isEqualTo(1);
    }

    @Test
    void letsThoseThatWaitBeginOneByOneInTheOrderOfTheirRequests() {
        Parts parts = lives.start(Plant.policies(ONE));
        List<Execution> all = List.of(
                run(parts, Plant.ACT, "a"),
                run(parts, Plant.ACT, "b"),
                run(parts, Plant.ACT, "c"),
                run(parts, Plant.ACT, "d"));

        ends.release(4);
        all.forEach(execution -> awaitStatus(parts, execution, ExecutionStatus.SUCCEEDED));
        parts.settle();

        assertThat(hosts()).containsExactly("a", "b", "c", "d");
        assertThat(parts.statuses(all.get(3).id()))
                .containsExactly(
                        ExecutionStatus.REQUESTED,
                        ExecutionStatus.DELAYED,
                        ExecutionStatus.SCHEDULED,
                        ExecutionStatus.RUNNING,
                        ExecutionStatus.SUCCEEDED);
        assertThat(parts.admission().waiting()).isZero();
    }

    @Test
    void countsActionsWithoutEffectsToo() {
        Parts parts = lives.start(
                Plant.policies(Plant.policy("one", Plant.CALC, PolicyType.CONCURRENCY, Map.of("threshold", 1L))));
        Execution first = run(parts, Plant.CALC, "a");
        awaitStatus(parts, first, ExecutionStatus.SCHEDULED);

        Execution second = run(parts, Plant.CALC, "b");
        awaitStatus(parts, second, ExecutionStatus.DELAYED);
        ends.release(2);

        awaitStatus(parts, second, ExecutionStatus.SUCCEEDED);
        assertThat(parts.statuses(first.id()))
                .containsExactly(
                        ExecutionStatus.REQUESTED,
                        ExecutionStatus.SCHEDULED,
                        ExecutionStatus.RUNNING,
                        ExecutionStatus.SUCCEEDED);
    }

    @Test
    void cancelsOneTooManyWhereThePolicySaysSo() {
        Parts parts = lives.start(Plant.policies(few("one", 1, Map.of("action", "cancel"))));
        Execution first = run(parts, Plant.ACT, "a");
        awaitStatus(parts, first, ExecutionStatus.RUNNING);

        Execution second = run(parts, Plant.ACT, "b");
        awaitStatus(parts, second, ExecutionStatus.CANCELED);
        ends.release();

        awaitStatus(parts, first, ExecutionStatus.SUCCEEDED);
        assertThat(parts.statuses(second.id()))
                .containsExactly(ExecutionStatus.REQUESTED, ExecutionStatus.CANCELING, ExecutionStatus.CANCELED);
        assertThat(parts.execution(second.id()).result())
                .isEqualTo(Map.of("error", "It was cancelled, as policy plant.one lets 1 be under way at a time."));
        assertThat(hosts()).containsExactly("a");
    }

    @Test
    void comparesTheListedParametersAndLetsOthersPassBy() {
        Parts parts = lives.start(Plant.policies(ONE_PER_HOST));
        run(parts, Plant.ACT, "a");
        Execution again = run(parts, Plant.ACT, "a");
        awaitStatus(parts, again, ExecutionStatus.DELAYED);

        run(parts, Plant.ACT, "b");

        Await.until("two run", () -> effects.calls().size() == 2);
        assertThat(hosts()).containsExactlyInAnyOrder("a", "b");
        assertThat(parts.execution(again.id()).status()).isEqualTo(ExecutionStatus.DELAYED);
    }

    @Test
    void comparesSecretsInClearButStoresThemMasked() {
        Parts parts = lives.start(Plant.policies(Plant.policy(
                "per_token",
                Plant.ACT,
                PolicyType.CONCURRENCY_BY_ATTRIBUTE,
                Map.of("threshold", 1L, "attributes", List.of("token")))));
        run(parts, Plant.ACT, Map.of("token", "s3same"));
        Execution same = run(parts, Plant.ACT, Map.of("token", "s3same"));
        run(parts, Plant.ACT, Map.of("token", "s3other"));

        awaitStatus(parts, same, ExecutionStatus.DELAYED);
        Await.until("two run", () -> effects.calls().size() == 2);

        assertThat(parts.executions().toString()).doesNotContain("s3same", "s3other");
        assertThat(parts.trail().toString()).doesNotContain("s3same", "s3other");
    }

    @Test
    void asksAllPoliciesOfAnAction() {
        Parts parts = lives.start(Plant.policies(few("two", 2, Map.of()), ONE_PER_HOST));
        run(parts, Plant.ACT, "a");
        Execution sameHost = run(parts, Plant.ACT, "a");
        run(parts, Plant.ACT, "b");
        Execution third = run(parts, Plant.ACT, "c");
        awaitStatus(parts, sameHost, ExecutionStatus.DELAYED);
        awaitStatus(parts, third, ExecutionStatus.DELAYED);

        Await.until("two run", () -> effects.calls().size() == 2);
        assertThat(hosts()).containsExactlyInAnyOrder("a", "b");
        ends.release(4);

        awaitStatus(parts, sameHost, ExecutionStatus.SUCCEEDED);
        awaitStatus(parts, third, ExecutionStatus.SUCCEEDED);
    }

    @Test
    void letsThemBeginInTheirOrderAfterARestart() {
        Parts before = lives.start(Plant.policies(ONE));
        Execution running = run(before, Plant.ACT, "a");
        awaitStatus(before, running, ExecutionStatus.RUNNING);
        Execution second = run(before, Plant.ACT, "b");
        Execution third = run(before, Plant.ACT, "c");
        awaitStatus(before, third, ExecutionStatus.DELAYED);

        Parts after = lives.restart();
        after.runs().recover();
        ends.release(10);

        awaitStatus(after, second, ExecutionStatus.SUCCEEDED);
        awaitStatus(after, third, ExecutionStatus.SUCCEEDED);
        assertThat(hosts()).containsExactly("a", "b", "c");
        assertThat(after.execution(running.id()).status()).isEqualTo(ExecutionStatus.ABANDONED);
    }

    @Test
    void letsAllBeginOnceThePolicyIsGone() {
        Parts parts = lives.start(Plant.policies(ONE));
        run(parts, Plant.ACT, "a");
        Execution second = run(parts, Plant.ACT, "b");
        awaitStatus(parts, second, ExecutionStatus.DELAYED);

        lay(parts);
        ends.release(2);

        awaitStatus(parts, second, ExecutionStatus.SUCCEEDED);
    }

    @Test
    void letsMoreBeginOnceTheThresholdIsHigher() {
        Parts parts = lives.start(Plant.policies(ONE));
        run(parts, Plant.ACT, "a");
        Execution second = run(parts, Plant.ACT, "b");
        Execution third = run(parts, Plant.ACT, "c");
        awaitStatus(parts, third, ExecutionStatus.DELAYED);

        lay(parts, few("one", 2, Map.of()));

        awaitStatus(parts, second, ExecutionStatus.RUNNING);
        assertThat(parts.execution(third.id()).status()).isEqualTo(ExecutionStatus.DELAYED);
    }

    @Test
    void neverBeginsWhatWasCancelledWhileItWaited() {
        Parts parts = lives.start(Plant.policies(ONE));
        run(parts, Plant.ACT, "a");
        Execution second = run(parts, Plant.ACT, "b");
        Execution third = run(parts, Plant.ACT, "c");
        awaitStatus(parts, third, ExecutionStatus.DELAYED);

        Execution canceled = Await.done(parts.runs().cancel(parts.execution(second.id()), "anna"));
        ends.release(2);

        awaitStatus(parts, third, ExecutionStatus.SUCCEEDED);
        assertThat(canceled.status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(hosts()).containsExactly("a", "c");
    }

    @Test
    void leavesActionsWithoutPoliciesAsTheyAre() {
        Parts parts = lives.start(Plant.policies(ONE));
        ends.release(1);

        Execution other = run(parts, Plant.CALC, "a");
        awaitStatus(parts, other, ExecutionStatus.SUCCEEDED);

        assertThat(parts.trail()).extracting(entry -> entry.what()).doesNotContain("scheduled");
    }

    private static Policy few(String name, long threshold, Map<String, @Nullable Object> more) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>(more);
        parameters.put("threshold", threshold);
        return Plant.policy(name, Plant.ACT, PolicyType.CONCURRENCY, parameters);
    }

    private static void lay(Parts parts, Policy... policies) {
        parts.reader().lay(Plant.policies(policies));
        Registration unused = parts.registration().packs().register(List.of(), PackRegistration.FILES);
    }

    private static Execution run(Parts parts, Ref action, String host) {
        return run(parts, action, Map.of("host", host));
    }

    private static Execution run(Parts parts, Ref action, Map<String, @Nullable Object> given) {
        CallableAction callable = parts.registry().callable(action.toString()).orElseThrow();
        Execution execution = parts.requests()
                .execution(
                        callable,
                        parts.parameters().requested(callable, given, Map.of()),
                        Map.of("user", "anna"),
                        Cause.request("anna"),
                        new Trace("t1", null),
                        parts.clock().instant());
        Outcome unused = parts.committer().commit(Change.of(batch -> batch.insert(execution)));
        parts.runs().start(execution);
        return execution;
    }

    private static void awaitStatus(Parts parts, Execution execution, ExecutionStatus status) {
        Await.until(
                execution.parameters() + " is " + status,
                () -> parts.execution(execution.id()).status() == status);
    }

    private List<String> hosts() {
        return effects.calls().stream()
                .map(call -> String.valueOf(call.execution().parameters().get("host")))
                .toList();
    }
}
