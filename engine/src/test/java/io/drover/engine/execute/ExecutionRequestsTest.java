package io.drover.engine.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.ExecutionRequest;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.Action;
import io.drover.model.action.ActionResult;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.Trace;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutionRequestsTest {
    @TempDir
    Path folder;

    private final HandRunner effects = new HandRunner("effects", true);
    private final HandRunner pure = new HandRunner("pure", false);
    private final AtomicBoolean full = new AtomicBoolean();
    private @Nullable Parts made;

    @BeforeEach
    void start() {
        Setup setup = Setup.in(folder).run(effects, pure);
        setup.reader().lay(Plant.content());
        made = setup.make().started();
    }

    @AfterEach
    void close() {
        parts().close();
    }

    @Test
    void runsAnActionForWhoeverAsks() {
        Execution requested = request("plant.act", Map.of("host", "a", "token", "s3cret"));
        parts().settle();

        Execution ended = requests().find(requested.id()).orElseThrow();
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.cause().user()).isEqualTo("anna");
        assertThat(ended.context()).containsEntry("user", "anna").containsEntry("pack", "plant");
        assertThat(ended.parameters()).isEqualTo(Map.of("host", "a", "token", "********"));
        assertThat(requests().reveal(ended).parameters()).isEqualTo(Map.of("host", "a", "token", "s3cret"));
        assertThat(requests().last()).contains(ended);
    }

    @Test
    void keepsTheTraceAndTheParentOfTheCaller() {
        ExecutionRequest asked = new ExecutionRequest(
                "plant.calc",
                Map.of(),
                Map.of(
                        "trace_context", Map.of("id_", "0123456789abcdef01234567", "trace_tag", "build"),
                        "parent", Map.of("execution_id", "p1")),
                "bob");

        Execution requested = Await.done(requests().request(asked, Parts.ADMIN));

        assertThat(requested.trace().id()).isEqualTo("0123456789abcdef01234567");
        assertThat(requested.trace().tag()).isEqualTo("build");
        assertThat(requested.cause().parent()).isEqualTo("p1");
        assertThat(requested.cause().user()).isEqualTo("bob");
    }

    @Test
    void takesTheUserFromWhoAsksAndNotFromTheContext() {
        Map<String, @Nullable Object> context = Map.of("user", "root", "api_user", "root", "pack", "vault", "note", 1L);

        Execution requested = Await.done(
                requests().request(new ExecutionRequest("plant.calc", Map.of(), context, null), Parts.ADMIN));

        assertThat(requested.cause().user()).isEqualTo("anna");
        assertThat(requested.context()).isEqualTo(Map.of("user", "anna", "pack", "plant", "note", 1L));
    }

    @Test
    void refusesWhatCannotRun() {
        refused(ErrorCode.INVALID_ARGUMENT, () -> request("plant.nothing", Map.of()), "plant.nothing");
        refused(ErrorCode.INVALID_ARGUMENT, () -> request("plant.act", Map.of("size", "x")), "'size'");
        refused(ErrorCode.INVALID_ARGUMENT, () -> request("plant.act", Map.of("other", "x")), "other");
        parts().registry().switchRunner("pure", false);
        refused(ErrorCode.INVALID_ARGUMENT, () -> request("plant.calc", Map.of()), "The runner \"pure\"");
        parts().registry().switchRunner("pure", true);
        lay(Plant.action(Plant.ACT, "effects", false).enabled(false));
        refused(ErrorCode.INVALID_ARGUMENT, () -> request("plant.act", Map.of()), "'drover action enable plant.act'");
        full.set(true);
        refused(ErrorCode.TOO_MANY, () -> request("plant.calc", Map.of()), "Try again");
        assertThat(parts().executions()).isEmpty();
    }

    @Test
    void runsAnEarlierOneAgainWithSomeOfItsParametersReplaced() {
        Execution first = request("plant.act", Map.of("host", "a", "token", "s3cret"));
        parts().settle();

        Execution again =
                Await.done(requests().rerun(first.id(), Map.of("host", "b"), null, Duration.ZERO, Parts.ADMIN));
        parts().settle();

        assertThat(requests().reveal(again).parameters()).isEqualTo(Map.of("host", "b", "token", "s3cret"));
        assertThat(again.trace().id()).isEqualTo(first.trace().id());
        assertThat(again.context()).containsKey("re-run");
        refused(
                ErrorCode.NOT_FOUND,
                () -> requests().rerun("nothing", Map.of(), null, Duration.ZERO, Parts.ADMIN),
                "nothing");
    }

    @Test
    void usesWhatWasStoredAsItIsThoughItLooksLikeATemplate() {
        Execution first = request("plant.act", Map.of("host", "{{ '{{ 6 * 7 }}' }}", "token", "{{ '{% if %}' }}"));
        parts().settle();

        Execution again = Await.done(
                requests().rerun(first.id(), Map.of("size", "{{ host | length }}"), null, Duration.ZERO, Parts.ADMIN));

        assertThat(requests().reveal(first).parameters()).isEqualTo(Map.of("host", "{{ 6 * 7 }}", "token", "{% if %}"));
        assertThat(requests().reveal(again).parameters())
                .isEqualTo(Map.of("host", "{{ 6 * 7 }}", "token", "{% if %}", "size", 11L));
    }

    @Test
    void refusesToRepeatWhatFailedBecauseItsTemplatesCouldNotBeRendered() {
        parts().reader()
                .lay(Plant.content(Plant.rule(
                        "alarm", Plant.ACT, Map.of("host", "{{ trigger.nothing.at.all }}", "token", "s3cret"))));
        parts().registration().packs().register(List.of(), Parts.ADMIN);
        Await.done(parts().emit(Map.of()));
        parts().settle();
        Execution failed = requests().last().orElseThrow();

        refused(
                ErrorCode.INVALID_ARGUMENT,
                () -> requests().rerun(failed.id(), Map.of(), null, Duration.ZERO, Parts.ADMIN),
                "'host' asks for");
        Execution again =
                Await.done(requests().rerun(failed.id(), Map.of("host", "b"), null, Duration.ZERO, Parts.ADMIN));
        assertThat(requests().reveal(again).parameters()).isEqualTo(Map.of("host", "b"));
    }

    @Test
    void rendersWhatARuleGaveThoughTheRuleHasChangedOrGoneSince() {
        parts().reader()
                .lay(Plant.content(Plant.rule("alarm", Plant.ACT, Map.of("host", "{{ 6 * 7 }}", "size", "many"))));
        parts().registration().packs().register(List.of(), Parts.ADMIN);
        Await.done(parts().emit(Map.of()));
        parts().settle();
        Execution failed = requests().last().orElseThrow();

        parts().reader().lay(Plant.content(Plant.rule("alarm", Plant.ACT, Map.of("host", "other"))));
        parts().registration().packs().register(List.of(), Parts.ADMIN);
        Execution changed =
                Await.done(requests().rerun(failed.id(), Map.of("size", 1L), null, Duration.ZERO, Parts.ADMIN));
        lay(Plant.action(Plant.ACT, "effects", false));
        Execution gone =
                Await.done(requests().rerun(failed.id(), Map.of("size", 1L), null, Duration.ZERO, Parts.ADMIN));

        assertThat(failed.parameters()).isEqualTo(Map.of("host", "{{ 6 * 7 }}", "size", "many"));
        assertThat(changed.parameters()).isEqualTo(Map.of("host", "42", "size", 1L));
        assertThat(gone.parameters()).isEqualTo(Map.of("host", "42", "size", 1L));
    }

    @Test
    void runsAnEarlierOneAgainThoughItsActionHasAFixedParameter() {
        lay(withParameters(Map.of(
                "host", Map.of("type", "string"),
                "path", Map.of("type", "string", "default", "/srv/{{ host }}", "immutable", true))));
        Execution first = request("plant.act", Map.of("host", "a"));
        parts().settle();

        Execution again =
                Await.done(requests().rerun(first.id(), Map.of("host", "b"), null, Duration.ZERO, Parts.ADMIN));

        assertThat(first.parameters()).isEqualTo(Map.of("host", "a", "path", "/srv/a"));
        assertThat(again.parameters()).isEqualTo(Map.of("host", "b", "path", "/srv/b"));
    }

    @Test
    void knowsTheDefinitionThatAnExecutionRanWith() {
        Execution first = request("plant.act", Map.of("host", "a"));
        parts().settle();
        Action before = requests().definition(first);
        lay(withParameters(Map.of("host", Map.of("type", "string", "default", "x"))));
        Action after = requests().definition(first);
        lay();
        Action gone = requests().definition(first);

        assertThat(before.parameters()).isEqualTo(Plant.PARAMETERS);
        assertThat(after.parameters()).isEqualTo(Plant.PARAMETERS);
        assertThat(gone.parameters()).isEqualTo(Plant.PARAMETERS);
        assertThat(parts().registry().action("plant.act")).isEmpty();
    }

    @Test
    void findsWhatAnExecutionAskedForGenerationAfterGeneration() {
        Execution first = request("plant.calc", Map.of());
        Execution child = childOf(first);
        Execution other = childOf(first);
        Execution grandchild = childOf(child);

        assertThat(requests().descendants(first.id(), -1))
                .extracting(Execution::id)
                .containsExactlyInAnyOrder(child.id(), other.id(), grandchild.id());
        assertThat(requests().descendants(first.id(), 1)).hasSize(2);
        assertThat(requests().descendants(grandchild.id(), -1)).isEmpty();
    }

    @Test
    void aChildBelongsToTheTraceOfItsParentUnlessTheCallerSaysAnother() {
        Execution parent = request("plant.calc", Map.of());
        Execution child = childOf(parent);
        parts().settle();

        Execution late = childOf(child);
        Execution other = Await.done(requests()
                .request(
                        new ExecutionRequest(
                                "plant.calc",
                                Map.of(),
                                Map.of(
                                        "parent", Map.of("execution_id", parent.id()),
                                        "trace_context", Map.of("trace_tag", "own")),
                                null),
                        Parts.ADMIN));
        Execution orphan = Await.done(requests()
                .request(new ExecutionRequest("plant.calc", Map.of(), Map.of("parent", "nobody"), null), Parts.ADMIN));

        assertThat(child.trace()).isEqualTo(parent.trace());
        assertThat(late.trace()).isEqualTo(parent.trace());
        assertThat(other.trace()).isEqualTo(new Trace(other.id(), "own"));
        assertThat(orphan.trace()).isEqualTo(new Trace(orphan.id(), null));
    }

    @Test
    void tellsTheIdsOfDirectChildren() {
        Execution parent = request("plant.calc", Map.of());
        Execution first = childOf(parent);
        Execution second = childOf(parent);
        childOf(first);
        parts().settle();

        assertThat(requests().childIds(Set.of(parent.id(), second.id())))
                .isEqualTo(Map.of(parent.id(), List.of(first.id(), second.id())));
        assertThat(requests().childIds(Set.of())).isEmpty();
    }

    private Execution childOf(Execution parent) {
        return Await.done(requests()
                .request(
                        new ExecutionRequest("plant.calc", Map.of(), Map.of("parent", parent.id()), null),
                        Parts.ADMIN));
    }

    @Test
    void endsWhatIsDoneElsewhereAndTellsItsRunnerToStop() {
        CountDownLatch stopped = new CountDownLatch(1);
        effects.does(context -> {
            context.cancellation().whenCanceled(stopped::countDown);
            stopped.await();
            return ActionResult.failed("stopped");
        });
        Execution running = request("plant.act", Map.of("token", "s3cret"));
        Await.until("it runs", () -> parts().execution(running.id()).status() == ExecutionStatus.RUNNING);

        Execution ended = Await.done(
                requests().end(running.id(), ActionResult.succeeded(Map.of("said", "it was s3cret")), Parts.ADMIN));
        Await.until("its runner stopped", () -> stopped.getCount() == 0);
        parts().settle();

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(parts().execution(running.id())).isEqualTo(ended);
        assertThat(ended.result()).isEqualTo(Map.of("said", "it was ********"));
        refused(
                ErrorCode.INVALID_ARGUMENT,
                () -> requests().end(running.id(), ActionResult.failed("no"), Parts.ADMIN),
                "already in completed state");
    }

    @Test
    void doesNotEndAsSucceededWhatHasNotStarted() {
        Execution delayed = Await.done(requests()
                .request(
                        new ExecutionRequest("plant.act", Map.of(), Map.of(), null, Duration.ofHours(1)), Parts.ADMIN));

        refused(
                ErrorCode.INVALID_ARGUMENT,
                () -> requests().end(delayed.id(), ActionResult.succeeded(Map.of()), Parts.ADMIN),
                "'delayed'");
    }

    @Test
    void whatIsNotThereCannotBeCancelled() {
        refused(ErrorCode.NOT_FOUND, () -> requests().cancel("nothing", Parts.ADMIN), "nothing");
    }

    private Execution request(String action, Map<String, @Nullable Object> parameters) {
        return Await.done(requests().request(new ExecutionRequest(action, parameters, Map.of(), null), Parts.ADMIN));
    }

    private ExecutionRequests requests() {
        Parts parts = parts();
        return parts.executionRequests(full::get);
    }

    private void lay(Action... actions) {
        PackContent plant = Plant.content();
        parts().reader()
                .lay(new PackContent(
                        plant.pack(),
                        plant.triggerTypes(),
                        List.of(),
                        List.of(actions),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of()));
        parts().registration().packs().register(List.of(), Parts.ADMIN);
    }

    private static Action withParameters(Map<String, @Nullable Object> parameters) {
        return new Action(
                Ref.of("plant", "act"),
                null,
                true,
                "effects",
                "",
                null,
                parameters,
                null,
                null,
                List.of(),
                null,
                false,
                "actions/act.yaml");
    }

    private static void refused(ErrorCode code, ThrowingCallable call, String word) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DroverException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageContaining(word);
    }

    private Parts parts() {
        return Objects.requireNonNull(made);
    }
}
