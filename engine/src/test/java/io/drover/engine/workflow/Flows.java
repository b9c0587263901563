package io.drover.engine.workflow;

import io.drover.engine.api.ExecutionRequest;
import io.drover.engine.execute.ExecutionRequests;
import io.drover.engine.inquiry.InquirerRunner;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.Action;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Engines with a pack of workflows, one life after the other. */
final class Flows implements AutoCloseable {
    /** Two tasks, one after the other. */
    static final String SEQUENCE = """
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

    final HandRunner effects = new HandRunner("effects", true);
    final HandRunner pure = new HandRunner("pure", false);
    private final Path folder;
    private final Lives lives;
    private final List<Action> actions = new ArrayList<>(Plant.actions());

    Flows(Path folder) {
        this.folder = folder;
        this.lives = Lives.in(folder).with(setup -> setup.run(effects, pure));
    }

    /** {@return what lets actions without effects end, which wait for it, with the result "done"} */
    CountDownLatch holdPure() {
        CountDownLatch go = new CountDownLatch(1);
        pure.does(context -> {
            go.await();
            return ActionResult.succeeded(Map.of("result", "done"));
        });
        return go;
    }

    /** Lays down an action that asks, {@code plant.ask}. */
    Flows asking() {
        lives.with(setup -> setup.run(effects, pure, new InquirerRunner()));
        actions.add(new Action(
                Ref.of("plant", "ask"),
                null,
                true,
                "inquirer",
                "",
                null,
                Map.of(),
                null,
                null,
                List.of(),
                null,
                false,
                "actions/ask.yaml"));
        return this;
    }

    /** Lays down a workflow, as the action {@code plant.NAME}. */
    Flows with(String name, String definition, String... inputs) {
        return lay("orquesta", name, definition, inputs);
    }

    /** Lays down an action chain, as the action {@code plant.NAME}. */
    Flows chain(String name, String definition, String... inputs) {
        return lay("action-chain", name, definition, inputs);
    }

    /** Lays down a workflow that tells people how it ends, and of the ends of some tasks, unless its caller names others. */
    Flows telling(String name, String definition, List<String> tasks) {
        return lay(
                "orquesta",
                name,
                definition,
                Map.of("notify", Map.of("default", tasks)),
                Map.of("on-complete", Map.of("routes", List.of("board"))));
    }

    private Flows lay(String runner, String name, String definition, String... inputs) {
        Map<String, @Nullable Object> parameters = new java.util.LinkedHashMap<>();
        for (String input : inputs) {
            parameters.put(
                    input.replace("!", ""), input.endsWith("!") ? Map.of("type", "string", "secret", true) : Map.of());
        }
        return lay(runner, name, definition, parameters, null);
    }

    private Flows lay(
            String runner,
            String name,
            String definition,
            Map<String, @Nullable Object> parameters,
            @Nullable Map<String, @Nullable Object> notices) {
        write(name, definition);
        actions.add(new Action(
                Ref.of("plant", name),
                null,
                true,
                runner,
                "workflows/" + name + ".yaml",
                folder.resolve("pack"),
                parameters,
                null,
                null,
                List.of(),
                notices,
                false,
                "actions/" + name + ".yaml"));
        return this;
    }

    /** Writes the file of a workflow. */
    void write(String name, String definition) {
        try {
            Files.createDirectories(file(name).getParent());
            Files.writeString(file(name), definition);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the file of a workflow away. */
    void remove(String name) {
        try {
            Files.delete(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name) {
        return folder.resolve("pack/actions/workflows/" + name + ".yaml");
    }

    /** {@return what is stored of the run of an execution, as text} */
    String stored(Execution execution) {
        String run = String.valueOf(execution.context().get("workflow_execution"));
        return parts().store()
                .read(transaction -> transaction.workflowRuns().parts(run))
                .toString();
    }

    Flows start() {
        PackContent content = Plant.withActions(Plant.content(), actions);
        lives.start(content);
        return this;
    }

    /** {@return another engine over the same store, started} */
    Parts other(String node) {
        return Setup.in(folder)
                .stored(lives.memory())
                .packs(lives.reader())
                .run(effects, pure, new InquirerRunner())
                .named(node)
                .make()
                .started();
    }

    /** Ends the engine and starts the next one. */
    Flows restart() {
        lives.restart();
        parts().runs().recover();
        return this;
    }

    /** Starts the next engine with what is committed now: what the one before still does counts for nothing. */
    Flows crash() {
        return goOnWith(lives.memory().copy());
    }

    Flows goOnWith(MemoryStore stored) {
        lives.with(setup -> setup.stored(stored));
        return restart();
    }

    /** {@return what is stored after each commit from now on} */
    List<MemoryStore> commits() {
        List<MemoryStore> all = new CopyOnWriteArrayList<>();
        MemoryStore memory = lives.memory();
        memory.afterCommit(() -> all.add(memory.copy()));
        return all;
    }

    Parts parts() {
        return lives.now();
    }

    ExecutionRequests requests() {
        Parts parts = parts();
        return parts.executionRequests();
    }

    /** {@return the id of an execution that was just requested} */
    String request(String name, Map<String, @Nullable Object> parameters) {
        return Await.done(requests()
                        .request(
                                new ExecutionRequest("plant." + name, parameters, Map.of(), null, Duration.ZERO),
                                Parts.ADMIN))
                .id();
    }

    /** {@return an execution at its end} */
    Execution run(String name, Map<String, @Nullable Object> parameters) {
        return ended(request(name, parameters));
    }

    Execution ended(String id) {
        Await.until(
                "execution " + id + " is completed",
                () -> parts().execution(id).status().isCompleted());
        return parts().execution(id);
    }

    Execution execution(String id) {
        return parts().execution(id);
    }

    Optional<Execution> find(String id) {
        return requests().find(id);
    }

    /** {@return the executions of the tasks of a run, by start} */
    List<Execution> children(String id) {
        List<Execution> children = new ArrayList<>(requests().descendants(id, 1));
        children.sort(Comparator.comparing(Execution::requestedAt));
        return children;
    }

    /** {@return the names of the tasks that were run} */
    List<String> tasks(String id) {
        return requests().descendants(id, 1).stream()
                .map(child -> task(child, "task_name"))
                .toList();
    }

    /** {@return what an execution says of the task that it is} */
    static String task(Execution child, String member) {
        return child.context().get(Execution.TASK) instanceof Map<?, ?> task ? String.valueOf(task.get(member)) : "";
    }

    @Override
    public void close() {
        lives.close();
    }
}
