package io.drover.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.failure.ExitCode;
import io.drover.workflow.Status;
import io.drover.workflow.chain.Chain;
import io.drover.workflow.chain.ChainConductor;
import io.drover.workflow.conduct.ActionRequest;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.conduct.Step;
import io.drover.workflow.conduct.Surroundings;
import io.drover.workflow.definition.Assignment;
import io.drover.workflow.definition.Workflow;
import io.drover.workflow.definition.YamlDocument;
import io.drover.workflow.inspect.Finding;
import io.drover.workflow.inspect.Inspection;
import io.drover.workflow.inspect.KnownActions.Signature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped example workflows. */
class ExampleWorkflowsTest {
    private static final Path PACKS = Path.of("../packs/src/main/resources");
    private static final Path PACK = PACKS.resolve("examples/operations");

    private static final Path CHAIN = PACK.resolve("actions/chains/renew_certificate.yaml");
    private static final Surroundings NOW = Surroundings.at(Instant.parse("2026-05-01T10:00:00Z"));

    /** Comes with the runner of inquiries. */
    private static final Signature ASK = new Signature(Set.of(), Set.of("schema", "roles", "users", "route", "ttl"));

    static List<String> workflows() throws IOException {
        try (Stream<Path> files = Files.list(PACK.resolve("actions/workflows"))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theirRehearsalsPassAndNoneIsWithoutOne() throws IOException {
        Outcome outcome = Outcome.of(Map.of(), "", "pack", "test", PACK.toString());

        assertThat(outcome.out())
                .doesNotContain("failed\n  ", "actions/workflows/")
                .endsWith(" tried, 0 failed\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(workflows()).hasSizeGreaterThan(12);
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void eachHasAnActionThatTakesItsInputs(String file) throws IOException {
        Map<?, ?> action = yaml(PACK.resolve("actions").resolve(file));

        assertThat(action.get("entry_point")).isEqualTo("workflows/" + file);
        assertThat(action.get("runner_type")).isEqualTo("orquesta");
        assertThat(((Map<?, ?>) value(action, "parameters")).keySet().stream().map(String::valueOf))
                .containsExactlyInAnyOrderElementsOf(
                        workflow(file).input().stream().map(Assignment::name).toList());
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void eachCallsActionsThatAreThereAndGivesThemWhatTheyNeed(String file) throws IOException {
        Workflow workflow = workflow(file);
        Set<String> given = new HashSet<>();
        workflow.tasks().values().forEach(task -> {
            if (task.input() instanceof Map<?, ?> input) {
                input.keySet().forEach(name -> given.add(String.valueOf(name)));
            }
        });
        Map<String, Signature> actions = new HashMap<>();
        actions.putAll(actions("core", PACKS.resolve("packs/core/actions"), given));
        actions.putAll(actions("operations", PACK.resolve("actions"), Set.of()));
        actions.put("core.ask", ASK);

        Inspection inspection = Inspection.of(workflow, Set.of(), ref -> Optional.ofNullable(actions.get(ref)));

        assertThat(inspection.findings()).extracting(Finding::message).isEmpty();
        assertThat(inspection.warnings()).isEmpty();
    }

    @Test
    void theChainHasAnActionAndNoFindings() throws IOException {
        Map<?, ?> action = yaml(PACK.resolve("actions/renew_certificate.yaml"));

        assertThat(action.get("runner_type")).isEqualTo("action-chain");
        assertThat(action.get("entry_point")).isEqualTo("chains/renew_certificate.yaml");
        assertThat(Chain.inspect(Files.readString(CHAIN))).isEmpty();
        assertThat(Outcome.of(Map.of(), "", "pack", "test", PACK.toString()).out())
                .contains("actions/chains/renew_certificate.yaml");
    }

    @Test
    void theChainRenewsTheCertificateAndTellsHowLongItIsGood() throws IOException {
        Map<String, Map<String, Object>> results =
                Map.of("look", Map.of("stdout", "notAfter=May  1 10:00:00 2027 GMT"));

        Conducted run = conducted(results, Set.of());

        assertThat(run.tasks()).containsExactly("keep", "renew", "reload", "look", "tell");
        assertThat(run.inputs().get("renew"))
                .isEqualTo(Map.of("cmd", "certbot renew --non-interactive --cert-name www.example.com"));
        assertThat(run.inputs().get("tell"))
                .isEqualTo(
                        Map.of("message", "The certificate of www.example.com is good until May  1 10:00:00 2027 GMT"));
        assertThat(run.status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void theChainGoesBackWhereTheServerDoesNotTakeTheCertificate() throws IOException {
        Conducted run = conducted(Map.of("renew", Map.of("stderr", "renewed")), Set.of("reload", "give_up"));

        assertThat(run.tasks()).containsExactly("keep", "renew", "reload", "go_back", "alarm", "give_up");
        assertThat(run.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void theChainRaisesAnAlarmWhereNothingIsRenewed() throws IOException {
        Conducted run = conducted(Map.of("renew", Map.of("stderr", "no such certificate")), Set.of("renew", "give_up"));

        assertThat(run.tasks()).containsExactly("keep", "renew", "alarm", "give_up");
        assertThat(String.valueOf(run.inputs().get("alarm"))).contains("no such certificate");
        assertThat(run.status()).isEqualTo(Status.FAILED);
    }

    /** A run of the chain: its tasks in their order, what each was given, and how it ended. */
    private record Conducted(List<String> tasks, Map<String, Object> inputs, Status status) {}

    private static Conducted conducted(Map<String, Map<String, Object>> results, Set<String> failing)
            throws IOException {
        ChainConductor conductor = new ChainConductor(Chain.read(Files.readString(CHAIN)));
        List<String> tasks = new ArrayList<>();
        Map<String, Object> inputs = new HashMap<>();
        Step step = conductor.next(
                conductor.begin(Map.of(), Map.of("host", "www.example.com", "service", "nginx"), NOW),
                new Requested(Status.RUNNING),
                NOW);
        while (!step.actions().isEmpty()) {
            ActionRequest action = step.actions().get(0);
            tasks.add(action.task());
            inputs.put(action.task(), requireNonNull(action.input()));
            Status status = failing.contains(action.task()) ? Status.FAILED : Status.SUCCEEDED;
            Object result = results.getOrDefault(action.task(), Map.of("stdout", "", "stderr", ""));
            step = conductor.next(step.state(), new Reported(action.task(), 0, null, status, result), NOW);
        }
        return new Conducted(tasks, inputs, step.state().status());
    }

    /** @param ofRunners parameters that runners may take, as they stand in no file */
    private static Map<String, Signature> actions(String pack, Path folder, Set<String> ofRunners) throws IOException {
        Map<String, Signature> actions = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Map<?, ?> action = yaml(file);
                Map<String, Map<String, ?>> parameters = new HashMap<>();
                ((Map<?, ?>) value(action, "parameters"))
                        .forEach((name, schema) -> parameters.put(String.valueOf(name), schema((Map<?, ?>) schema)));
                ofRunners.forEach(name -> parameters.putIfAbsent(name, Map.of()));
                actions.put(pack + "." + action.get("name"), Signature.of(parameters));
            }
        }
        return actions;
    }

    @SuppressWarnings("unchecked") // keys of YAML are texts here
    private static Map<String, ?> schema(Map<?, ?> schema) {
        return (Map<String, ?>) schema;
    }

    private static Workflow workflow(String file) throws IOException {
        return Workflow.read(Files.readString(PACK.resolve("actions/workflows").resolve(file)));
    }

    private static Object value(Map<?, ?> map, String name) {
        return requireNonNull(map.get(name), name);
    }

    private static Map<?, ?> yaml(Path file) throws IOException {
        return (Map<?, ?>)
                requireNonNull(YamlDocument.read(Files.readString(file)).value());
    }
}
