package io.drover.distribution.packaged;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.judge.Effect;
import io.drover.testkit.judge.LedgerEntries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Workflows that run while the daemon is killed: with items, a join, retries, a delay and a workflow within. However often the
 * daemon dies they end well, and as they end without a kill: a task that was under way is abandoned and tried again, nothing
 * that succeeded runs again, and nothing runs twice.
 */
final class KilledFlows {
    static final String RULE = "chaos.flow";

    private static final int ITEMS = 3;
    private static final Set<String> TASKS_ONCE = Set.of("begin", "wait", "meet", "finish", "first", "second");

    private static final String OUTER = """
            version: 1.0
            input: [event]
            vars: [numbers: [1, 2, 3]]
            tasks:
              begin:
                action: core.local
                input:
                  cmd: |
                    NOTE
                retry: {count: 50}
                next: [{when: <% succeeded() %>, do: [wait, each]}]
              wait:
                action: core.noop
                delay: 1
                retry: {count: 50}
                next: [{when: <% succeeded() %>, do: meet}]
              each:
                with: {items: <% ctx().numbers %>, concurrency: 2}
                action: core.local
                input:
                  cmd: |
                    NOTE
                retry: {count: 50}
                next: [{when: <% succeeded() %>, publish: [seen: <% result().len() %>], do: meet}]
              meet:
                join: all
                action: chaos.inner
                input: {event: <% ctx().event %>}
                next: [{when: <% succeeded() %>, publish: [inner: <% result().output.done %>], do: finish}]
              finish:
                action: core.local
                input:
                  cmd: |
                    NOTE
                retry: {count: 50}
            output:
              - seen: <% ctx().seen %>
              - inner: <% ctx().inner %>
            """;

    private static final String INNER = """
            version: 1.0
            input: [event]
            tasks:
              first:
                action: core.local
                input:
                  cmd: |
                    NOTE
                retry: {count: 50}
                next: [{when: <% succeeded() %>, do: second}]
              second:
                action: core.local
                input:
                  cmd: |
                    NOTE
                retry: {count: 50}
                next: [{when: <% succeeded() %>, publish: [done: true]}]
            output: [done: <% ctx().done %>]
            """;

    private static final String CALLED = """
            name: flow
            enabled: true
            trigger: {type: core.st2.webhook, parameters: {url: chaos}}
            criteria:
              trigger.body.event: {type: regex, pattern: "^e-.*[05]0$"}
            action:
              ref: chaos.flow
              parameters: {event: "{{ trigger.body.event }}"}
            """;

    private final Map<String, List<Effect>> effects;
    private final List<String> violations = new ArrayList<>();
    private final Set<String> tasks = new HashSet<>();
    private int abandoned;

    private KilledFlows(LedgerEntries ledger) {
        this.effects = ledger.effects().stream().collect(groupingBy(Effect::execution));
    }

    /** Lays the workflows down, and a rule that calls one for an event in fifty. */
    static PackFolder lay(PackFolder pack, Path ledger) {
        String note = PackFolder.noting("ctx().event", ledger);
        return pack.write("actions/workflows/flow.yaml", OUTER.replace("NOTE", note))
                .write("actions/flow.yaml", action("flow"))
                .write("actions/workflows/inner.yaml", INNER.replace("NOTE", note))
                .write("actions/inner.yaml", action("inner"))
                .write("rules/flow.yaml", CALLED);
    }

    private static String action(String name) {
        return String.format(Locale.ROOT, """
            name: %1$s
            runner_type: orquesta
            entry_point: workflows/%1$s.yaml
            parameters: {event: {type: string, required: true}}
            """, name);
    }

    /** {@return whether an event, given by its id, calls a workflow} */
    static boolean called(String event) {
        return event.startsWith("e-") && (event.endsWith("00") || event.endsWith("50"));
    }

    /**
     * What came of the workflows.
     *
     * @param violations every promise that was broken, in words
     * @param others what the ledger says besides the effects of their tasks
     */
    record Verdict(List<String> violations, LedgerEntries others, int flows, int abandoned) {}

    /** Holds every workflow that was called against the ledger. */
    static Verdict verdict(PackagedDaemon daemon, LedgerEntries ledger, Map<String, String> eventsOfFlows) {
        KilledFlows judge = new KilledFlows(ledger);
        new TreeMap<>(eventsOfFlows).forEach((flow, event) -> judge.judge(daemon, flow, event));
        List<Effect> others = ledger.effects().stream()
                .filter(effect -> !judge.tasks.contains(effect.execution()))
                .toList();
        return new Verdict(
                judge.violations,
                new LedgerEntries(ledger.sent(), ledger.acknowledged(), others, ledger.torn()),
                eventsOfFlows.size(),
                judge.abandoned);
    }

    private void judge(PackagedDaemon daemon, String flow, String event) {
        JsonNode run = daemon.get("/v1/executions/" + flow);
        JsonNode output = run.at("/result/output");
        if (!run.path("status").asText().equals("succeeded")
                || output.path("seen").asInt() != ITEMS
                || !output.path("inner").asBoolean()) {
            violations.add("workflow " + flow + " of event " + event + " ended as " + run.path("status") + " with "
                    + run.path("result"));
        }
        Map<String, List<JsonNode>> succeeded = new HashMap<>();
        daemon.get("/v1/executions/" + flow + "/children").forEach(child -> {
            judgeEffects(child, event);
            if (child.path("status").asText().equals("succeeded")) {
                succeeded.computeIfAbsent(task(child), any -> new ArrayList<>()).add(child);
            }
        });
        for (String task : TASKS_ONCE) {
            int times = succeeded.getOrDefault(task, List.of()).size();
            if (times != 1) {
                violations.add("task " + task + " of workflow " + flow + " succeeded " + times + " times");
            }
        }
        Map<Integer, Long> items = succeeded.getOrDefault("each", List.of()).stream()
                .collect(groupingBy(
                        child -> child.at("/context/orquesta/item_id").asInt(), counting()));
        if (items.size() != ITEMS) {
            violations.add("task each of workflow " + flow + " did the items " + items.keySet());
        }
    }

    private void judgeEffects(JsonNode child, String event) {
        String id = child.path("id").asText();
        String status = child.path("status").asText();
        String who = "execution " + id + " of task " + task(child);
        tasks.add(id);
        List<Effect> had = effects.getOrDefault(id, List.of());
        boolean notes = child.at("/action/ref").asText().equals("core.local");
        boolean ended = status.equals("succeeded") || status.equals("abandoned");
        if (!ended) {
            violations.add(who + " ended as " + status);
        }
        if (status.equals("abandoned")) {
            abandoned++;
        }
        if (had.size() > 1 || (notes && had.isEmpty() && status.equals("succeeded"))) {
            violations.add(who + ", which " + status + ", had " + had.size() + " effects");
        }
        if (had.stream().anyMatch(effect -> !effect.event().equals(event))) {
            violations.add(who + " is due to event " + event + " but had " + had);
        }
    }

    private static String task(JsonNode child) {
        return child.at("/context/orquesta/task_name").asText();
    }
}
