package io.drover.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.rehearse.UnreliableStore.Fault;
import io.drover.model.action.Action;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.OutputChunk;
import io.drover.model.execution.StatusChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowRunTest {
    private static final String SEQUENCE = """
            version: 1.0
            input: [who]
            tasks:
              first:
                action: plant.calc
                input: {host: "<% ctx().who %>"}
                next:
                  - when: <% succeeded() %>
                    publish: [greeting: "<% result().result %>"]
                    do: second
              second:
                action: plant.act
                input: {host: "<% ctx().greeting %>"}
            output: [said: "<% ctx().greeting %>"]
            """;

    @TempDir
    Path folder;

    private Flows flows;

    @BeforeEach
    void make() {
        flows = new Flows(folder);
    }

    @AfterEach
    void close() {
        flows.close();
    }

    @Test
    void saysWhereItsTextCannotBeRead() {
        flows.with("flow", """
                version: 1.0
                tasks:
                  first: {action: plant.act
                """).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(ended.result())
                .extracting("errors")
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .singleElement()
                .satisfies(error -> assertThat(String.valueOf(error.get("message")))
                        .startsWith("ValueError: Failed to load workflow definition because ")
                        .endsWith(" (line 4, column 1)"));
    }

    @Test
    void runsOneTaskAfterTheOther() {
        flows.pure.does(context -> ActionResult.succeeded(
                Map.of("result", "hello " + context.actionParameters().get("host"))));
        flows.with("flow", SEQUENCE, "who").start();

        Execution ended = flows.run("flow", Map.of("who", "Bob"));

        assertThat(ended.result()).isEqualTo(Map.of("output", Map.of("said", "hello Bob")));
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.log())
                .extracting(StatusChange::status)
                .containsExactly(
                        ExecutionStatus.REQUESTED,
                        ExecutionStatus.SCHEDULED,
                        ExecutionStatus.RUNNING,
                        ExecutionStatus.SUCCEEDED);
        List<Execution> children = flows.children(ended.id());
        assertThat(children).extracting(child -> child.action().name()).containsExactlyInAnyOrder("calc", "act");
        assertThat(children).allSatisfy(child -> {
            assertThat(child.trace()).isEqualTo(ended.trace());
            assertThat(child.context())
                    .containsEntry("parent", Map.of("execution_id", ended.id(), "user", "anna", "pack", "plant"));
        });
        assertThat(flows.effects.calls().get(0).actionParameters()).containsEntry("host", "hello Bob");
    }

    @Test
    void joinsBranchesThatRunAtOnce() {
        flows.with("flow", """
                version: 1.0
                tasks:
                  a:
                    action: plant.act
                    next: [{do: both}]
                  b:
                    action: plant.calc
                    next: [{do: both}]
                  both:
                    join: all
                    action: plant.calc
                """).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(ended.id())).containsExactlyInAnyOrder("a", "b", "both");
    }

    @Test
    void runsAsManyItemsAtOnceAsAllowed() {
        flows.pure.does(context -> ActionResult.succeeded(
                Map.of("result", context.actionParameters().get("host") + "!")));
        flows.with("flow", """
                version: 1.0
                input: [hosts]
                tasks:
                  each:
                    with: {items: "<% ctx().hosts %>", concurrency: 2}
                    action: plant.calc
                    input: {host: "<% item() %>"}
                    next:
                      - publish: [all: "<% result().select($.result) %>"]
                output: [all: "<% ctx().all %>"]
                """, "hosts").start();

        Execution ended = flows.run("flow", Map.of("hosts", List.of("a", "b", "c", "d", "e")));

        assertThat(ended.result()).isEqualTo(Map.of("output", Map.of("all", List.of("a!", "b!", "c!", "d!", "e!"))));
        assertThat(flows.children(ended.id()))
                .extracting(child -> Flows.task(child, "item_id"))
                .containsExactlyInAnyOrder("0", "1", "2", "3", "4");
    }

    @Test
    void failsWithWhatItsTaskGave() {
        flows.pure.does(context -> ActionResult.failed(Map.of("error", "no such host")));
        flows.with("flow", SEQUENCE, "who").start();

        Execution ended = flows.run("flow", Map.of("who", "Bob"));

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(ended.result()))
                .contains("Execution failed. See result for details.", "task_id=first", "no such host");
        assertThat(flows.tasks(ended.id())).containsExactly("first");
    }

    @Test
    void failsTheTaskWhoseActionCannotBeCalled() {
        flows.with("flow", """
                version: 1.0
                input: [size]
                tasks:
                  bad:
                    action: plant.calc
                    input: {size: "<% ctx().size %>"}
                    next:
                      - when: <% failed() %>
                        publish: [why: "<% result().error %>"]
                        do: cure
                  cure:
                    action: plant.calc
                output: [why: "<% ctx().why %>"]
                """, "size").start();

        Execution ended = flows.run("flow", Map.of("size", "large"));

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(String.valueOf(ended.result())).contains("Expected parameter 'size' to be of type 'integer'");
        assertThat(flows.tasks(ended.id())).containsExactlyInAnyOrder("bad", "cure");
    }

    @Test
    void showsTheTaskWhoseActionCannotBeCalledThoughTheWorkflowGoesOn() {
        flows.with("flow", """
                version: 1.0
                input: [count]
                tasks:
                  bad:
                    action: plant.calc
                    input: {host: "<% ctx().count %>", size: 1}
                    next: [{do: after}]
                  after:
                    action: plant.calc
                """, "count").start();

        Execution ended = flows.run("flow", Map.of("count", 5L));

        String reason = "Expected parameter 'host' of action 'plant.calc' to be a string, but the expression of task"
                + " \"bad\" gave a value of type 'integer'. Convert it there: str(...) in YAQL, | string in Jinja.";
        assertThat(ended.result()).hasToString("{output=null}");
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        Execution bad = child(ended, "bad");
        assertThat(bad.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(bad.action()).isEqualTo(Plant.CALC);
        assertThat(bad.parameters()).isEqualTo(Map.of("host", 5L, "size", 1L));
        assertThat(bad.result()).isEqualTo(Map.of("error", reason));
        assertThat(bad.trace()).isEqualTo(ended.trace());
        assertThat(flows.parts().trail())
                .filteredOn(entry -> entry.subject().equals(bad.id()))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.what()).isEqualTo("failed");
                    assertThat(entry.why()).isEqualTo("task bad of execution " + ended.id());
                    assertThat(entry.details()).containsEntry("error", reason);
                });
        assertThat(child(ended, "after").status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void tellsToQuoteAParameterThatIsWrittenAsANumber() {
        flows.with("flow", """
                version: 1.0
                tasks:
                  bad:
                    action: plant.calc
                    input: {host: 5}
                """).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(String.valueOf(child(ended, "bad").result()))
                .contains("Expected parameter 'host' to be a string, but found 5. Write it in quotes.");
    }

    @Test
    void failsWithTheReasonsOfAllTasksWhoseActionsCannotBeCalled() {
        flows.with("flow", """
                version: 1.0
                input: [what]
                tasks:
                  each:
                    with: <% ctx().what %>
                    action: <% item() %>
                    input: {token: unseen}
                """, "what").start();
        flows.parts().registry().switchRunner("pure", false);

        Execution ended = flows.run("flow", Map.of("what", List.of("plant.nothing", "nonsense", "plant.calc")));

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        List<Execution> children = flows.children(ended.id());
        assertThat(children).allMatch(child -> child.status() == ExecutionStatus.FAILED);
        assertThat(children)
                .extracting(child -> child.action().toString(), Execution::runnerType, Execution::parameters)
                .containsExactlyInAnyOrder(
                        tuple("plant.nothing", "unknown", Map.of()),
                        tuple("unknown.unknown", "unknown", Map.of()),
                        tuple("plant.calc", "pure", Map.of("token", "********")));
        assertThat(String.valueOf(ended.result()))
                .contains(
                        "task_id=each",
                        "Action \"plant.nothing\" of task \"each\" cannot be found.",
                        "Action \"nonsense\" of task \"each\" cannot be found.",
                        "The runner 'pure' of action \"plant.calc\" of task \"each\" is disabled.");
        assertThat(flows.requests().definition(children.get(0))).isNotNull();
    }

    @Test
    void tellsHowToEnableTheActionOfATask() {
        flows.with("flow", """
                version: 1.0
                tasks:
                  off: {action: plant.calc}
                """).start();
        Parts parts = flows.parts();
        Map<String, @Nullable Object> off = new LinkedHashMap<>(
                parts.reader().document(parts.registry().action("plant.calc").orElseThrow()));
        off.put("enabled", false);
        Action unused = parts.registration().actions().update("plant.calc", off, List.of(), Parts.ADMIN);

        Execution ended = flows.run("flow", Map.of());

        assertThat(String.valueOf(child(ended, "off").result()))
                .contains("Action \"plant.calc\" of task \"off\" is disabled.", "'drover action enable plant.calc'");
    }

    @Test
    void endsTogetherWithTheWorkflowBelowWhoseActionCannotBeCalled() {
        flows.with("inner", """
                version: 1.0
                input: [what]
                tasks:
                  bad: {action: <% ctx().what %>}
                """, "what");
        flows.with("flow", """
                version: 1.0
                tasks:
                  below:
                    action: plant.inner
                    input: {what: plant.nothing}
                """).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        Execution below = child(ended, "below");
        assertThat(below.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(child(below, "bad").result()))
                .contains("Action \"plant.nothing\" of task \"bad\" cannot be found.");
        assertThat(String.valueOf(ended.result())).contains("Action \"plant.nothing\" of task \"bad\"");
    }

    @Test
    void showsNoSecretOfATaskWhoseActionCannotBeCalled() {
        flows.with("flow", """
                version: 1.0
                input: [token]
                tasks:
                  bad:
                    action: plant.calc
                    input: {host: "at <% ctx().token %>", size: "<% ctx().token %>"}
                  worse:
                    action: <% ctx().token %>
                """, "token!").start();

        Execution ended = flows.run("flow", Map.of("token", "s3cret-horse.x"));

        assertThat(flows.tasks(ended.id())).containsExactlyInAnyOrder("bad", "worse");
        assertThat(String.valueOf(flows.requests().reveal(child(ended, "worse")).result()))
                .contains("s3cret-horse.x");
        assertThat(child(ended, "bad").parameters()).containsEntry("host", "********");
        assertThat(flows.children(ended.id()).toString() + ended + flows.parts().trail() + flows.stored(ended))
                .doesNotContain("s3cret-horse");
    }

    @Test
    void goesOnAfterACrashThatFollowsARefusal() {
        flows.with("flow", """
                version: 1.0
                input: [what]
                tasks:
                  bad:
                    action: <% ctx().what %>
                    next:
                      - when: <% failed() %>
                        publish: [why: "<% result().error %>"]
                        do: cure
                  cure:
                    action: plant.calc
                output: [why: "<% ctx().why %>"]
                """, "what").start();
        List<MemoryStore> commits = flows.commits();
        Execution whole = flows.run("flow", Map.of("what", "plant.nothing"));

        for (MemoryStore commit : List.copyOf(commits)) {
            flows.goOnWith(commit.copy());
            if (flows.find(whole.id()).isPresent()) {
                Execution ended = flows.ended(whole.id());
                assertThat(ended.result()).isEqualTo(whole.result());
                assertThat(flows.tasks(whole.id())).containsExactlyInAnyOrder("bad", "cure");
            }
        }
        assertThat(whole.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(String.valueOf(whole.result())).contains("cannot be found");
        // the last one may be noted a moment after its end is seen
        assertThat(commits).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void hearsOfARefusalThoughNobodyWasToldOfItsCommit() {
        AtomicInteger failures = new AtomicInteger();
        flows.with("flow", """
                version: 1.0
                input: [what]
                tasks:
                  first: {action: plant.calc, next: [{do: bad}]}
                  bad: {action: <% ctx().what %>, next: [{do: last}]}
                  last: {action: plant.act}
                """, "what").start();
        Parts parts = flows.parts();
        parts.store().whenFailing(() -> {
            parts.store().deaf(true);
            parts.clock().advance(Duration.ofMinutes(1));
            failures.incrementAndGet();
        });
        flows.pure.does(context -> {
            parts.store().next(Fault.ANSWER_LOST);
            return ActionResult.succeeded(Map.of());
        });

        String id = flows.request("flow", Map.of("what", "plant.nothing"));
        Await.until("nothing is answered", () -> failures.get() >= 3);
        parts.store().deaf(false);

        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(id)).containsExactlyInAnyOrder("first", "bad", "last");
    }

    @Test
    void runsATaskAgainWithWhatItsExpressionsGaveThoughThatLooksLikeATemplate() {
        flows.with("flow", """
                version: 1.0
                input: [who, size, token]
                tasks:
                  fits:
                    action: plant.act
                    input: {host: "<% ctx().who %>", size: 1, token: "<% ctx().token %>"}
                    next: [{do: bad}]
                  bad:
                    action: plant.act
                    input: {host: "<% ctx().who %>", size: "<% ctx().size %>", token: "<% ctx().token %>"}
                """, "who", "size", "token").start();
        // a workflow takes an expression over several lines for a text
        String text = "{{ 6 *\n7 }}";
        String id = flows.run("flow", Map.of("who", "{{ '" + text + "' }}", "size", "many", "token", "s3cret"))
                .id();
        Execution refused = child(id, "bad");

        Execution again = rerun(refused);
        Execution fitting = rerun(child(id, "fits"));

        assertThat(refused.claim().attempt()).isZero();
        assertThat(refused.parameters()).isEqualTo(Map.of("host", text, "size", "many", "token", "********"));
        assertThat(flows.requests().reveal(again).parameters()).isEqualTo(Map.of("host", text, "size", 2L));
        assertThat(flows.requests().reveal(fitting).parameters())
                .isEqualTo(Map.of("host", text, "size", 2L, "token", "s3cret"));
    }

    private Execution child(String id, String task) {
        return flows.children(id).stream()
                .filter(child -> Flows.task(child, "task_name").equals(task))
                .findFirst()
                .orElseThrow();
    }

    private Execution rerun(Execution task) {
        return Await.done(flows.requests().rerun(task.id(), Map.of("size", 2L), null, Duration.ZERO, Parts.ADMIN));
    }

    @Test
    void aLoopAroundATaskThatCannotBeCalledTakesACommitForEachLap() {
        flows.with("flow", """
                version: 1.0
                input: [what]
                vars: [laps: 0]
                tasks:
                  first: {next: [{do: bad}]}
                  bad:
                    action: <% ctx().what %>
                    next:
                      - when: <% ctx().laps < 20 %>
                        publish: [laps: <% ctx().laps + 1 %>]
                        do: bad
                      - when: <% ctx().laps = 20 %>
                        do: noop
                """, "what").start();
        List<MemoryStore> commits = flows.commits();

        Execution ended = flows.run("flow", Map.of("what", "plant.nothing"));

        assertThat(ended.status()).as(String.valueOf(ended.result())).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(ended.id())).hasSize(21).containsOnly("bad");
        assertThat(commits).hasSizeGreaterThan(21);
    }

    private Execution child(Execution parent, String task) {
        List<Execution> found = flows.children(parent.id()).stream()
                .filter(child -> Flows.task(child, "task_name").equals(task))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void failsWithTheFindingsOfItsInspection() {
        flows.with("flow", """
                version: 1.0
                tasks:
                  a:
                    action: plant.nothing
                    next: [{do: b}]
                """).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(ended.result()))
                .contains("The action \"plant.nothing\" is not registered", "The task \"b\" is not defined.");
        assertThat(ended.result()).containsEntry("output", null);
    }

    @Test
    void tellsOfTheTasksThatTheDefaultOfItsActionNames() {
        flows.telling("flow", SEQUENCE, List.of("second")).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(flows.children(ended.id()))
                .filteredOn(child -> child.context().containsKey(Execution.NOTICES))
                .extracting(child -> Flows.task(child, "task_name"))
                .containsExactly("second");
    }

    @Test
    void failsWhereTheDefaultOfItsActionNamesATaskThatItHasNot() {
        flows.telling("flow", SEQUENCE, List.of("third")).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(ended.result())).contains("do not exist in the workflow definition: third.");
    }

    @Test
    void failsWhereItsFileIsGone() {
        flows.with("flow", SEQUENCE, "who").start();
        flows.remove("flow");

        Execution ended = flows.run("flow", Map.of("who", "Bob"));

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(ended.result())).contains("flow.yaml", "NoSuchFile");
    }

    @Test
    void givesTheWorkflowBelowItsPlaceAndTakesItsOutput() {
        flows.with("inner", SEQUENCE, "who");
        flows.with("flow", """
                version: 1.0
                tasks:
                  call:
                    action: plant.inner
                    input: {who: Ann}
                    next:
                      - publish: [said: "<% result().output.said %>"]
                output: [said: "<% ctx().said %>"]
                """).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(ended.result()).isEqualTo(Map.of("output", Map.of("said", "done")));
        Execution inner = flows.children(ended.id()).get(0);
        assertThat(inner.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(inner.id())).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void endsAWorkflowThatCallsItselfWithoutEnd() {
        flows.with("flow", """
                version: 1.0
                tasks:
                  again:
                    action: plant.flow
                """).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(flows.requests().descendants(ended.id(), -1))
                .hasSize(51)
                .allSatisfy(one -> assertThat(one.status()).isEqualTo(ExecutionStatus.FAILED));
    }

    @Test
    void runsTheDefinitionThatItBeganWith() {
        CountDownLatch go = new CountDownLatch(1);
        flows.pure.does(context -> {
            go.await();
            return ActionResult.succeeded(Map.of("result", "done"));
        });
        flows.with("flow", SEQUENCE, "who").start();
        String id = flows.request("flow", Map.of("who", "Bob"));
        Await.until("the first task runs", () -> flows.pure.calls().size() == 1);

        flows.write("flow", SEQUENCE.replace("said:", "other:"));
        go.countDown();

        assertThat(flows.ended(id).result()).isEqualTo(Map.of("output", Map.of("said", "done")));
    }

    @Test
    void pausesAfterWhatRunsAndGoesOnWhenAsked() {
        CountDownLatch go = new CountDownLatch(1);
        flows.pure.does(context -> {
            go.await();
            return ActionResult.succeeded(Map.of("result", "done"));
        });
        flows.with("flow", SEQUENCE, "who").start();
        String id = flows.request("flow", Map.of("who", "Bob"));
        Await.until("the first task runs", () -> flows.pure.calls().size() == 1);

        Execution asked = Await.done(flows.requests().pause(id, Parts.ADMIN));
        go.countDown();
        Await.until("it is paused", () -> flows.execution(id).status() == ExecutionStatus.PAUSED);
        List<String> before = flows.tasks(id);
        Execution resumed = Await.done(flows.requests().resume(id, Parts.ADMIN));

        assertThat(asked.status()).isEqualTo(ExecutionStatus.PAUSING);
        assertThat(asked.context()).containsEntry("paused_by", "anna");
        assertThat(before).containsExactly("first");
        assertThat(resumed.context()).containsEntry("resumed_by", "anna");
        assertThat(flows.ended(id).result()).isEqualTo(Map.of("output", Map.of("said", "done")));
        assertThat(flows.parts().statuses(id))
                .containsSubsequence(
                        ExecutionStatus.PAUSING,
                        ExecutionStatus.PAUSED,
                        ExecutionStatus.RESUMING,
                        ExecutionStatus.RUNNING,
                        ExecutionStatus.SUCCEEDED);
    }

    @Test
    void pausesAndCancelsTheWorkflowsBelow() {
        CountDownLatch go = new CountDownLatch(1);
        flows.pure.does(context -> {
            go.await();
            return ActionResult.succeeded(Map.of("result", "done"));
        });
        flows.with("inner", SEQUENCE, "who");
        flows.with("flow", """
                version: 1.0
                tasks:
                  call:
                    action: plant.inner
                    input: {who: Ann}
                """).start();
        String id = flows.request("flow", Map.of());
        Await.until("the first task runs", () -> flows.pure.calls().size() == 1);
        String inner = flows.children(id).get(0).id();

        Execution unused = Await.done(flows.requests().pause(id, Parts.ADMIN));
        Await.until("the workflow below pauses", () -> flows.execution(inner).status() == ExecutionStatus.PAUSING);
        go.countDown();
        Await.until("it is paused", () -> flows.execution(id).status() == ExecutionStatus.PAUSED);
        Execution canceled = Await.done(flows.requests().cancel(id, Parts.ADMIN));

        assertThat(canceled.context()).containsEntry("canceled_by", "anna");
        assertThat(flows.ended(inner).status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(flows.effects.calls()).isEmpty();
    }

    @Test
    void cancelsOnceWhatRunsHasEnded() {
        CountDownLatch go = new CountDownLatch(1);
        flows.pure.does(context -> {
            go.await();
            return ActionResult.succeeded(Map.of("result", "done"));
        });
        flows.with("flow", SEQUENCE, "who").start();
        String id = flows.request("flow", Map.of("who", "Bob"));
        Await.until("the first task runs", () -> flows.pure.calls().size() == 1);

        Execution asked = Await.done(flows.requests().cancel(id, Parts.ADMIN));
        go.countDown();

        assertThat(asked.status()).isEqualTo(ExecutionStatus.CANCELING);
        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(flows.tasks(id)).containsExactly("first");
        assertThat(flows.children(id)).extracting(Execution::status).containsExactly(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void refusesToPauseWhatDoesNotRun() {
        flows.with("flow", SEQUENCE, "who").start();
        Execution ended = flows.run("flow", Map.of("who", "Bob"));

        assertThatThrownBy(() -> flows.requests().pause(ended.id(), Parts.ADMIN))
                .hasMessageContaining("already in completed state");
        assertThatThrownBy(() -> flows.requests().resume(ended.id(), Parts.ADMIN))
                .hasMessageContaining("already in completed state");
    }

    @Test
    void waitsBeforeATaskAndBetweenItsRetries() {
        AtomicInteger calls = new AtomicInteger();
        flows.pure.does(context -> calls.incrementAndGet() < 3
                ? ActionResult.failed(Map.of("error", "not yet"))
                : ActionResult.succeeded(Map.of("result", "done")));
        flows.with("flow", """
                version: 1.0
                tasks:
                  slow:
                    delay: 30
                    action: plant.calc
                    retry: {count: 3, delay: 60}
                """).start();

        String id = flows.request("flow", Map.of());
        Await.until("the task waits", () -> flows.parts().runs().delayed() == 1);
        flows.parts().clock().advance(Duration.ofSeconds(31));
        Await.until(
                "it was tried", () -> calls.get() == 1 && flows.parts().runs().delayed() == 1);
        flows.parts().clock().advance(Duration.ofSeconds(61));
        Await.until(
                "it was tried again",
                () -> calls.get() == 2 && flows.parts().runs().delayed() == 1);
        flows.parts().clock().advance(Duration.ofSeconds(61));

        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.children(id)).hasSize(3);
    }

    @Test
    void whatIsDelayedStartsInAWorkflowThatPausesAndNothingAfterIt() {
        flows.pure.does(context -> ActionResult.succeeded(Map.of("result", "done")));
        flows.with("flow", SEQUENCE.replace("first:", "first:\n    delay: 30"), "who")
                .start();
        String id = flows.request("flow", Map.of("who", "Bob"));
        Await.until("the task waits", () -> flows.parts().runs().delayed() == 1);

        Execution asked = Await.done(flows.requests().pause(id, Parts.ADMIN));
        flows.parts().clock().advance(Duration.ofSeconds(31));
        Await.until("it is paused", () -> flows.execution(id).status() == ExecutionStatus.PAUSED);

        assertThat(asked.status()).isEqualTo(ExecutionStatus.PAUSING);
        assertThat(flows.tasks(id)).containsExactly("first");
        assertThat(flows.children(id)).extracting(Execution::status).containsExactly(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void cancelsWhatIsDelayed() {
        flows.with("flow", SEQUENCE.replace("first:", "first:\n    delay: 30"), "who")
                .start();
        String id = flows.request("flow", Map.of("who", "Bob"));
        Await.until("the task waits", () -> flows.parts().runs().delayed() == 1);

        Execution unused = Await.done(flows.requests().cancel(id, Parts.ADMIN));

        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(flows.children(id)).extracting(Execution::status).containsExactly(ExecutionStatus.CANCELED);
    }

    @Test
    void runsFailedTasksAgainWithWhatTheOthersGave() {
        flows.effects.does(context -> ActionResult.failed(Map.of("error", "broken")));
        flows.with("flow", SEQUENCE, "who").start();
        Execution failed = flows.run("flow", Map.of("who", "Bob"));
        flows.effects.does(context -> ActionResult.succeeded(Map.of()));

        Execution again = flows.ended(Await.done(flows.requests()
                        .rerun(failed.id(), List.of("second"), List.of(), null, Duration.ZERO, Parts.ADMIN))
                .id());

        assertThat(failed.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(again.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(again.result()).isEqualTo(Map.of("output", Map.of("said", "done")));
        assertThat(flows.tasks(again.id())).containsExactly("second");
        assertThat(again.context())
                .containsEntry("workflow_execution", failed.context().get("workflow_execution"));
        assertThat(again.trace()).isEqualTo(failed.trace());
    }

    @Test
    void goesOnWithTheSameRunWhereAnotherExecutionTookItUpMeanwhile() {
        flows.with("flow", SEQUENCE, "who").start();
        Execution first = flows.run("flow", Map.of("who", "Bob"));
        Execution unused = again(first, "second");

        Execution third = again(first, "second");
        Execution unknown = again(first, "nope");

        assertThat(third.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(third.id())).containsExactly("second");
        assertThat(unknown.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(flows.tasks(unknown.id())).isEmpty();
    }

    @Test
    void refusesToRunTasksAgainWhileAnotherExecutionDoes() throws InterruptedException {
        flows.with("flow", SEQUENCE, "who").start();
        Execution first = flows.run("flow", Map.of("who", "Bob"));
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        flows.effects.does(context -> {
            runs.countDown();
            go.await();
            return ActionResult.succeeded(Map.of());
        });
        String busy = Await.done(flows.requests()
                        .rerun(first.id(), List.of("second"), List.of(), null, Duration.ZERO, Parts.ADMIN))
                .id();
        runs.await();

        Execution refused = again(first, "second");
        go.countDown();

        assertThat(refused.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(refused.result())).contains("completed state");
        assertThat(flows.ended(busy).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void refusesToRunTasksAgainOfAWorkflowThatNeverBegan() {
        flows.with("flow", "version: 1.0").start();
        Execution first = flows.run("flow", Map.of());
        flows.write("flow", SEQUENCE);

        Execution again = again(first, "second");

        assertThat(again.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(again.result())).contains("none of them ever ran");
        assertThat(flows.tasks(again.id())).isEmpty();
    }

    private Execution again(Execution first, String task) {
        return flows.ended(Await.done(flows.requests()
                        .rerun(first.id(), List.of(task), List.of(), null, Duration.ZERO, Parts.ADMIN))
                .id());
    }

    @Test
    void refusesToRunATaskAgainThatNeverRan() {
        flows.with("flow", SEQUENCE, "who").start();
        Execution first = flows.run("flow", Map.of("who", "Bob"));

        Execution again = flows.ended(Await.done(flows.requests()
                        .rerun(first.id(), List.of("nope"), List.of(), null, Duration.ZERO, Parts.ADMIN))
                .id());

        assertThat(again.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(again.result()))
                .contains("Unable to rerun workflow because one or more tasks is not found: nope");
    }

    @Test
    void showsAndStoresNoSecret() {
        flows.with("flow", """
                version: 1.0
                input: [who]
                tasks:
                  first:
                    action: plant.act
                    input: {host: "for <% ctx().who %>"}
                    next:
                      - publish: [greeting: "hello <% ctx().who %>"]
                output: [said: "<% ctx().greeting %>"]
                """, "who!").start();

        Execution ended = flows.run("flow", Map.of("who", "s3cr3t-marker"));

        assertThat(flows.effects.calls().get(0).actionParameters()).containsEntry("host", "for s3cr3t-marker");
        assertThat(ended.result()).isEqualTo(Map.of("output", Map.of("said", "hello ********")));
        assertThat(flows.parts().executions().toString()).doesNotContain("s3cr3t-marker");
        assertThat(flows.stored(ended)).doesNotContain("s3cr3t-marker").contains("sealed");
        assertThat(String.valueOf(flows.requests().reveal(ended).result())).contains("hello s3cr3t-marker");
    }

    @Test
    void handsASecretOnThatAnActionGaveBack() {
        flows.pure.does(context -> ActionResult.succeeded(
                Map.of("result", "with " + context.actionParameters().get("token"))));
        flows.with("flow", SEQUENCE.replace("host: \"<% ctx().who %>\"", "token: \"<% ctx().who %>\""), "who!")
                .start();

        Execution ended = flows.run("flow", Map.of("who", "s3cr3t-marker"));

        assertThat(flows.effects.calls().get(0).actionParameters()).containsEntry("host", "with s3cr3t-marker");
        assertThat(ended.result()).isEqualTo(Map.of("output", Map.of("said", "********")));
        assertThat(flows.parts().executions().toString()).doesNotContain("s3cr3t-marker");
        assertThat(flows.stored(ended)).doesNotContain("s3cr3t-marker");
    }

    @Test
    void tellsWhichTasksComeNext() {
        flows.with("flow", SEQUENCE, "who").start();

        Execution ended = flows.run("flow", Map.of("who", "Bob"));

        assertThat(flows.requests().output(ended.id()))
                .extracting(OutputChunk::text)
                .containsExactly(
                        "Identified the following set of tasks to execute next: first (route 0)\n",
                        "Identified the following set of tasks to execute next: second (route 0)\n");
    }

    @Test
    void goesOnAfterARestartFromWhereItStood() {
        CountDownLatch never = new CountDownLatch(1);
        flows.effects.does(context -> {
            never.await();
            return ActionResult.succeeded(Map.of());
        });
        flows.with("flow", SEQUENCE.replace("plant.act", "plant.repeat"), "who").start();
        String id = flows.request("flow", Map.of("who", "Bob"));
        Await.until("the second task runs", () -> flows.effects.calls().size() == 1);

        flows.effects.does(context -> ActionResult.succeeded(Map.of()));
        flows.crash();

        assertThat(flows.ended(id).result()).isEqualTo(Map.of("output", Map.of("said", "done")));
        assertThat(flows.tasks(id)).containsExactlyInAnyOrder("first", "second");
        assertThat(flows.pure.calls()).hasSize(1);
    }

    @Test
    void staysPausedOverARestart() {
        CountDownLatch go = new CountDownLatch(1);
        flows.pure.does(context -> {
            go.await();
            return ActionResult.succeeded(Map.of("result", "done"));
        });
        flows.with("flow", SEQUENCE, "who").start();
        String id = flows.request("flow", Map.of("who", "Bob"));
        Await.until("the first task runs", () -> flows.pure.calls().size() == 1);
        Execution unused = Await.done(flows.requests().pause(id, Parts.ADMIN));
        go.countDown();
        Await.until("it is paused", () -> flows.execution(id).status() == ExecutionStatus.PAUSED);

        flows.restart();
        Await.until("it is taken up", () -> flows.parts().runs().held(id) != null);
        Execution resumed = Await.done(flows.requests().resume(id, Parts.ADMIN));

        assertThat(resumed.status().isCompleted()).isFalse();
        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void failsWhereATaskIsAbandonedByACrash() {
        CountDownLatch never = new CountDownLatch(1);
        flows.effects.does(context -> {
            never.await();
            return ActionResult.succeeded(Map.of());
        });
        flows.with("flow", SEQUENCE, "who").start();
        String id = flows.request("flow", Map.of("who", "Bob"));
        Await.until("the second task runs", () -> flows.effects.calls().size() == 1);

        flows.crash();

        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(flows.children(id))
                .extracting(Execution::status)
                .containsExactlyInAnyOrder(ExecutionStatus.SUCCEEDED, ExecutionStatus.ABANDONED);
    }

    @Test
    void waitsForADatabaseThatIsAway() {
        flows.with("flow", SEQUENCE, "who").start();
        flows.pure.does(context -> {
            flows.parts().store().next(Fault.NOT_COMMITTED, Fault.ANSWER_LOST, Fault.NO_CONNECTION);
            return ActionResult.succeeded(Map.of("result", "done"));
        });

        Execution ended = flows.run("flow", Map.of("who", "Bob"));

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(ended.id())).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void goesOnFromEveryCommitToTheSameEnd() {
        flows.with("inner", SEQUENCE.replace("plant.act", "plant.repeat"), "who");
        flows.with("flow", """
                version: 1.0
                tasks:
                  call:
                    action: plant.inner
                    input: {who: Ann}
                    next: [{do: each}]
                  other:
                    action: plant.calc
                    next: [{do: each}]
                  each:
                    join: all
                    with: {items: "<% [1, 2, 3] %>", concurrency: 2}
                    action: plant.repeat
                    input: {size: "<% item() %>"}
                    next:
                      - publish: [all: "<% result().select($.result) %>"]
                output: [all: "<% ctx().all %>"]
                """).start();
        List<MemoryStore> commits = flows.commits();
        Execution whole = flows.run("flow", Map.of());
        List<MemoryStore> stages = List.copyOf(commits);

        for (MemoryStore stage : stages) {
            flows.goOnWith(stage.copy());
            if (flows.find(whole.id()).isPresent()) {
                Execution again = flows.ended(whole.id());
                assertThat(again.result()).isEqualTo(whole.result());
                assertThat(flows.tasks(again.id())).containsExactlyInAnyOrder("call", "other", "each", "each", "each");
            }
        }

        assertThat(stages).hasSizeGreaterThan(8);
        assertThat(whole.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
}
