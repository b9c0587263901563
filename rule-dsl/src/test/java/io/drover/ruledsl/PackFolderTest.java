package io.drover.ruledsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Checked;
import io.drover.model.pack.Pack;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import io.drover.model.policy.Policy;
import io.drover.model.policy.PolicyType;
import io.drover.model.trigger.SensorType;
import io.drover.model.trigger.TriggerType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackFolderTest {
    private static final String RULE = "name: r\ntrigger: a.b\naction: {ref: core.noop}\n";
    private static final String ACTION = "name: a\nrunner_type: noop\n";

    @TempDir
    Path temp;

    private final YamlPackReader reader = new YamlPackReader(null);

    private PackContent content(String... namesAndContents) {
        return Folders.content(reader.read(new Folders(temp).pack("ops", namesAndContents), null));
    }

    @Test
    void readsAPackInTheShapeOfTheExchange() {
        PackContent content = content(
                "README.md",
                "# Ops",
                "config.schema.yaml",
                "---\n  token:\n    type: string\n    secret: true\n    required: true\n",
                "actions/run.yaml",
                """
                ---
                name: "run"
                runner_type: "python-script"
                enabled: true
                entry_point: "run.py"
                parameters:
                  host: {type: "string", required: true, position: 0}
                  key: {type: string, secret: true, position: 1}
                notify: {on-complete: {message: done, routes: [slack]}}
                """,
                "actions/run.py",
                "print()",
                "actions/workflows/wf.yaml",
                "version: 1.0\ntasks: {}\n",
                "actions/flow.json",
                "{\"name\": \"flow\",\t\"runner_type\": \"orquesta\", \"entry_point\": \"workflows\\/wf.yaml\"}",
                "sensors/watch.yaml",
                """
                class_name: Watch
                entry_point: watch.py
                poll_interval: 30
                expect_every: 15m
                trigger_types:
                  - name: seen
                    payload_schema: {type: object, properties: {host: {type: string}}}
                """,
                "triggers/gone.yaml",
                "name: gone\n",
                "rules/r.yaml",
                RULE,
                "rules/wide.drl",
                "package ops;",
                "aliases/run.yaml",
                "name: run\naction_ref: ops.run\nformats: ['run {{host}}']\n",
                "policies/p.yaml",
                "name: run.few\nresource_ref: ops.run\npolicy_type: action.concurrency\nparameters: {threshold: 2}\n",
                "routes/in.camel.yaml",
                "- route: {}\n");

        assertThat(content.problems()).isEmpty();
        assertThat(content.pack().ref()).isEqualTo("ops");
        assertThat(content.pack().files())
                .contains("README.md", "actions/run.py")
                .isSorted();
        assertThat(content.actions()).extracting(action -> action.ref().name()).containsExactly("flow", "run");
        assertThat(content.actions().get(0).entryPoint()).isEqualTo("workflows/wf.yaml");
        assertThat(content.triggerTypes())
                .extracting(TriggerType::ref)
                .containsExactly(Ref.of("ops", "gone"), Ref.of("ops", "seen"));
        assertThat(content.sensors()).singleElement().satisfies(sensor -> {
            assertThat(sensor.host()).isEqualTo(SensorType.Host.PYTHON);
            assertThat(sensor.expectEvery()).isEqualTo(Duration.ofMinutes(15));
        });
        assertThat(content.rules()).singleElement().matches(rule -> "rules/r.yaml".equals(rule.metadataFile()));
        assertThat(content.routes())
                .singleElement()
                .matches(route -> route.file().equals("ops/routes/in.camel.yaml"));
        assertThat(content.configSchema()).containsKey("token");
        assertThat(content.programs())
                .singleElement()
                .matches(program -> program.file().equals("ops/rules/wide.drl")
                        && program.path().equals("rules/wide.drl")
                        && program.text().equals("package ops;"));
        assertThat(content.policies())
                .singleElement()
                .isEqualTo(new Policy(
                        Ref.of("ops", "run.few"),
                        null,
                        true,
                        Ref.of("ops", "run"),
                        PolicyType.CONCURRENCY,
                        Map.of("threshold", 2L, "action", "delay"),
                        "policies/p.yaml"));
        assertThat(content.waiting()).hasSize(2);
    }

    @Test
    void oneBrokenFileStopsNoOther() {
        PackContent content = content(
                "rules/a.yaml",
                "name: [\n",
                "rules/b.yaml",
                RULE,
                "actions/a.yaml",
                ACTION + "bogus: 1\n",
                "actions/b.yaml",
                "- a list\n",
                "actions/c.yaml",
                "",
                "actions/d.yaml",
                ACTION);

        assertThat(content.rules()).hasSize(1);
        assertThat(content.actions()).hasSize(1);
        assertThat(content.broken())
                .containsExactly("ops/actions/a.yaml", "ops/actions/b.yaml", "ops/actions/c.yaml", "ops/rules/a.yaml");
        assertThat(Folders.texts(content.problems()))
                .anyMatch(text -> text.startsWith("ops/actions/a.yaml:3:1: Unknown key 'bogus' in an action."))
                .anyMatch(text -> text.startsWith("ops/actions/b.yaml:1:1: Expected an action to be a mapping"))
                .anyMatch(text -> text.startsWith("ops/actions/c.yaml: The file is empty"))
                .anyMatch(text -> text.startsWith("ops/rules/a.yaml:2:1: The YAML is broken"));
    }

    @Test
    void refusesTheSameNameTwice() {
        PackContent content = content("actions/a.yaml", ACTION, "actions/b.yaml", ACTION);

        assertThat(content.actions()).singleElement().matches(action -> "actions/a.yaml".equals(action.metadataFile()));
        assertThat(Folders.texts(content.problems()))
                .singleElement()
                .asString()
                .startsWith("ops/actions/b.yaml: The action 'ops.a' is declared in ops/actions/a.yaml already");
    }

    @Test
    void refusesAnotherPacksName() {
        PackContent content = content("rules/r.yaml", "pack: other\n" + RULE);

        assertThat(Folders.texts(content.problems()))
                .singleElement()
                .asString()
                .startsWith("ops/rules/r.yaml:1:1: Expected the pack 'ops'");
    }

    @Test
    void refusesBinaryGarbageWithItsPlace() throws IOException {
        Path folder = new Folders(temp).pack("ops", "rules/r.yaml", RULE);
        Files.write(folder.resolve("rules/r.yaml"), new byte[] {'a', '\n', 'b', (byte) 0xFF, 0});
        Files.write(Files.createDirectories(folder.resolve("actions")).resolve("a.yaml"), new byte[] {'a', 0, 1});

        PackContent content = Folders.content(reader.read(folder, null));

        assertThat(Folders.texts(content.problems()))
                .anyMatch(text -> text.startsWith("ops/rules/r.yaml:2:2: Found the byte 0xff"))
                .anyMatch(text -> text.startsWith("ops/actions/a.yaml:1:2: Found the character 0x0"))
                .hasSize(2);
    }

    @Test
    void refusesALargeFileWithoutReadingIt() {
        PackContent content = content("rules/r.yaml", RULE + "#".repeat(10 << 20));

        assertThat(Folders.texts(content.problems())).singleElement().asString().contains("at most 1048576 are read");
    }

    @Test
    void refusesLinksOutOfThePackAndFollowsThoseWithin() throws IOException {
        Path folder = new Folders(temp).pack("ops", "actions/a.yaml", ACTION, "rules/r.yaml", RULE);
        Path outside = temp.resolve("secret.yaml");
        Folders.write(outside, "name: secret\nrunner_type: noop\n");
        Files.createSymbolicLink(folder.resolve("actions/secret.yaml"), outside);
        Files.createSymbolicLink(folder.resolve("rules/linked.yaml"), folder.resolve("rules/r.yaml"));

        PackContent content = Folders.content(reader.read(folder, null));

        assertThat(content.actions()).hasSize(1);
        assertThat(content.broken()).contains("ops/actions/secret.yaml");
        assertThat(Folders.texts(content.problems()))
                .anyMatch(text -> text.startsWith("ops/actions/secret.yaml: The link leads to"));
        assertThat(content.pack().files()).contains("rules/linked.yaml").doesNotContain("actions/secret.yaml");
    }

    @Test
    void aNotifySectionThatIsNotUnderstoodIsAProblemWithItsPlace() {
        PackContent content = content("actions/a.yaml", ACTION + "notify: {on-sucess: {routes: [mail]}}\n");

        assertThat(Folders.texts(content.problems()))
                .singleElement()
                .asString()
                .contains("actions/a.yaml:3", "on-sucess", "on-success");
        assertThat(content.actions()).isEmpty();
    }

    @Test
    void aFolderThatIsGoneIsAProblem() {
        Checked<PackContent> checked = reader.read(temp.resolve("gone"), null);

        assertThat(checked.value()).isEmpty();
        assertThat(checked.problems()).singleElement().asString().startsWith("gone/pack.yaml: The folder");
    }

    @Test
    void aFolderWithoutMetadataIsNoPack() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("empty"));

        assertThat(reader.read(folder, null).problems())
                .singleElement()
                .asString()
                .contains("is no pack");
    }

    @Test
    void readsTheOtherFilesWithTheMetadataThatWasGoodLast() {
        Path folder = new Folders(temp).pack("ops", "actions/a.yaml", ACTION);
        Pack lastGood = Folders.content(reader.read(folder, null)).pack();
        Folders.write(folder.resolve("pack.yaml"), "name: [\n");
        Folders.write(folder.resolve("rules/r.yaml"), RULE);

        Checked<PackContent> without = reader.read(folder, null);
        PackContent content = Folders.content(reader.read(folder, lastGood));

        assertThat(without.value()).isEmpty();
        assertThat(content.pack().metadata()).isEqualTo(lastGood.metadata());
        assertThat(content.pack().files()).contains("rules/r.yaml");
        assertThat(content.actions()).hasSize(1);
        assertThat(content.rules()).hasSize(1);
        assertThat(content.broken()).containsExactly("ops/pack.yaml");
        assertThat(content.problems()).isEqualTo(without.problems()).isNotEmpty();
    }

    @Test
    void completesAShortVersionAndChecksTheRef() {
        Path folder = new Folders(temp)
                .pack("ops", "pack.yaml", "name: Ops\nref: Ops!\nversion: 0.1\ndescription: x\nauthor: y\n");
        assertThat(reader.read(folder, null).problems())
                .singleElement()
                .asString()
                .startsWith("ops/pack.yaml:2:1: Expected a ref");

        new Folders(temp).pack("ops", "pack.yaml", "name: Ops\nversion: 0.10\ndescription: x\nauthor: y\nlabel: z\n");
        PackContent content = Folders.content(reader.read(folder, null));

        assertThat(content.pack().version()).isEqualTo("0.10.0");
        assertThat(content.pack().metadata()).containsEntry("label", "z");
    }

    @Test
    void checksSchemasOfParameters() {
        PackContent content = content(
                "actions/a.yaml",
                ACTION
                        + "parameters:\n"
                        + "  x: {type: strng}\n"
                        + "  y: {type: string, position: 2}\n"
                        + "  z: {type: [string, 'null'], requird: true}\n"
                        + "  bad-name: {enum: []}\n");

        assertThat(Folders.texts(content.problems()))
                .anyMatch(text -> text.startsWith("ops/actions/a.yaml:4:13: Expected a type")
                        && text.contains("Did you mean 'string'?"))
                .anyMatch(text -> text.startsWith("ops/actions/a.yaml:5:3: Positions count from 0"))
                .anyMatch(text -> text.contains("warning: Unknown key 'requird'") && text.contains("'required'"))
                .anyMatch(text -> text.contains("Expected the name of a parameter"))
                .anyMatch(text -> text.contains("at least one value for 'enum'"))
                .hasSize(5);
    }

    @Test
    void checksTheConfigAgainstItsSchema() {
        Path folder = new Folders(temp.resolve("packs")).pack("ops", "config.schema.yaml", """
                        token: {type: string, required: true, secret: true}
                        port: {type: integer}
                        url: {type: string}
                        """);
        Path configs = temp.resolve("conf/packs");
        Folders.write(configs.resolve("ops.yaml"), "port: many\nurl: '{{ st2kv.system.url }}'\n");

        PackContent bad = Folders.content(new YamlPackReader(configs).read(folder, null));
        Folders.write(configs.resolve("ops.yaml"), "token: abc\nport: 80\n");
        PackContent good = Folders.content(new YamlPackReader(configs).read(folder, null));

        assertThat(Folders.texts(bad.problems()))
                .anyMatch(text -> text.startsWith("packs/ops.yaml:1:7: Failed validating attribute \"port\""))
                .anyMatch(text -> text.contains("\"token\"") && text.contains("required"))
                .hasSize(2);
        assertThat(bad.broken()).containsExactly(PackContent.CONFIG, "packs/ops.yaml");
        assertThat(good.problems()).isEmpty();
        assertThat(good.broken()).isEmpty();
        assertThat(good.config()).containsEntry("port", 80L);
    }

    @Test
    void completesTheConfigFromItsSchema() {
        Path folder = new Folders(temp.resolve("packs")).pack("ops", "config.schema.yaml", """
                        port: {type: integer, default: 80}
                        host: {type: string, required: true, default: localhost}
                        """);
        Path configs = temp.resolve("conf/packs");
        YamlPackReader configured = new YamlPackReader(configs);

        PackContent none = Folders.content(configured.read(folder, null));
        Folders.write(configs.resolve("ops.yaml"), "port: 81\n");
        PackContent some = Folders.content(configured.read(folder, null));
        Folders.write(folder.resolve("config.schema.yaml"), "port: 80\n");
        PackContent broken = Folders.content(configured.read(folder, null));

        assertThat(none.config()).isEqualTo(Map.of("port", 80L, "host", "localhost"));
        assertThat(some.config()).isEqualTo(Map.of("port", 81L, "host", "localhost"));
        assertThat(broken.broken()).containsExactly(PackContent.CONFIG, "ops/config.schema.yaml");
    }

    @Test
    void readsTenThousandRules() {
        Path folder = new Folders(temp).pack("ops");
        for (int i = 0; i < 10_000; i++) {
            Folders.write(
                    folder.resolve("rules/r" + i + ".yaml"),
                    "name: r" + i + "\ntrigger: a.b\naction: {ref: core.noop}\n");
        }

        PackContent content = Folders.content(reader.read(folder, null));

        assertThat(content.rules()).hasSize(10_000);
        assertThat(content.problems()).isEmpty();
    }
}
