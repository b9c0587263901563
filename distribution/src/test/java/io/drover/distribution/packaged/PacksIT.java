package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Packs come, change and break while the daemon runs. */
class PacksIT {
    private static final PackagedDaemon DAEMON = PackagedDaemon.fresh("packs");
    private static final int FAILED = 1;
    private static final String GREETING = "echo {{ config_context.greeting }} {{ config_context.name }}";

    @BeforeAll
    static void start() {
        DAEMON.pack("calm").webhookRule("answer", "calm", "echo calm");
        DAEMON.start();
    }

    @AfterAll
    static void close() {
        DAEMON.close();
    }

    @AfterEach
    void nothingElseIsDisturbed() {
        int before = DAEMON.get("/v1/executions?limit=1000&rule=calm.answer").size();
        DAEMON.hook("calm", "{}");
        DAEMON.succeededOf("calm.answer", before + 1);
    }

    @Test
    void worksAsSoonAsItIsDropped() {
        DAEMON.pack("ops").webhookRule("say", "ops", "echo {{ trigger.body.word }}");

        DAEMON.hook("ops", "{\"word\": \"hello\"}");

        JsonNode execution = DAEMON.succeededOf("ops.say", 1).get(0);
        assertThat(PackagedDaemon.stdout(execution)).isEqualTo("hello");
        assertThat(execution.path("rule").path("ref").asText()).isEqualTo("ops.say");
        assertThat(execution
                        .path("trigger_instance")
                        .path("payload")
                        .path("body")
                        .path("word")
                        .asText())
                .isEqualTo("hello");
    }

    @Test
    void takesOverEditedActions() {
        PackFolder pack = DAEMON.pack("tools").write("actions/name.yaml", command("name", "echo one"));
        Await.until("the action is there", () -> exists("/v1/actions/tools.name"));
        assertThat(PackagedDaemon.stdout(DAEMON.run("tools.name", "{}"))).isEqualTo("one");

        inTime(round -> {
            pack.write("actions/name.yaml", command("name", "echo edited " + round));
            return () -> DAEMON.get("/v1/actions/views/overview/tools.name")
                    .toString()
                    .contains("edited " + round);
        });

        assertThat(PackagedDaemon.stdout(DAEMON.run("tools.name", "{}"))).startsWith("edited");
    }

    @Test
    void takesOverEditedRoutes() throws IOException {
        Path first = Files.createDirectories(DAEMON.folder().resolve("route-a"));
        Path second = Files.createDirectories(DAEMON.folder().resolve("route-b"));
        PackFolder pack = DAEMON.pack("flow")
                .write("triggers/seen.yaml", "name: seen\npayload_schema: {type: object}\n")
                .write("routes/watch.camel.yaml", fileRoute(first));
        Await.until(
                "the sensor runs",
                () -> sensor("flow.watch").path("state").asText().equals("running"));
        drop(first, "a");
        Await.until("the first file is taken", () -> events("flow.seen") == 1);

        pack.write("routes/watch.camel.yaml", fileRoute(second));
        drop(second, "b");

        Await.until("a file of the other folder is taken", () -> events("flow.seen") == 2);
        drop(first, "c");
        drop(second, "d");
        Await.until("a further file of the other folder is taken", () -> events("flow.seen") == 3);
        assertThat(first.resolve("c")).exists();
    }

    @Test
    void reportsABrokenFileEverywhereWhileItsLastGoodVersionGoesOn() {
        PackFolder pack = DAEMON.pack("frail")
                .webhookRule("say", "frail", "echo good")
                .write("actions/act.yaml", command("act", "echo acted"));
        DAEMON.hook("frail", "{}");

        pack.write("rules/say.yaml", "name: say\ntrigger: {type: core.st2.webhook\naction: [\n");
        pack.write("actions/act.yaml", "name: act\nrunner_type: local-shell-cmd\ncolour: red\n");

        Await.until("both are reported", () -> problems("frail").size() >= 2);
        List<String> told = problems("frail");
        assertThat(told).anyMatch(each -> each.matches("(?s)frail/rules/say\\.yaml:[1-4]:\\d+ .*"));
        assertThat(told).anyMatch(each -> each.matches("(?s)frail/actions/act\\.yaml:3:\\d+ .*"));
        Await.until(
                "both are logged",
                () -> DAEMON.log().contains("frail/actions/act.yaml:")
                        && DAEMON.log().contains("frail/rules/say.yaml:"));
        assertThat(DAEMON.log()).containsPattern("frail/rules/say\\.yaml:[1-4]:\\d+: ");
        assertThat(DAEMON.log()).containsPattern("frail/actions/act\\.yaml:3:\\d+: ");
        Outcome registered = DAEMON.drover("pack", "register", "frail");
        assertThat(registered.code()).isEqualTo(FAILED);
        assertThat(registered.out())
                .containsPattern("frail/rules/say\\.yaml:[1-4]:\\d+: ")
                .containsPattern("frail/actions/act\\.yaml:3:\\d+: ");
        goesOn();

        assertThat(DAEMON.terminate()).isZero();
        DAEMON.start();

        assertThat(problems("frail")).hasSizeGreaterThanOrEqualTo(2);
        goesOn();
        pack.webhookRule("say", "frail", "echo better").write("actions/act.yaml", command("act", "echo acted"));
        Await.until("nothing is wrong any more", () -> problems("frail").isEmpty());
    }

    private static void goesOn() {
        int before = DAEMON.get("/v1/executions?limit=1000&rule=frail.say").size();
        DAEMON.hook("frail", "{}");
        assertThat(PackagedDaemon.stdout(
                        DAEMON.succeededOf("frail.say", before + 1).get(0)))
                .isEqualTo("good");
        assertThat(PackagedDaemon.stdout(DAEMON.run("frail.act", "{}"))).isEqualTo("acted");
    }

    @Test
    void goesOnWhileItsMetadataAndItsConfigurationAreBroken() throws IOException {
        Path config = Files.createDirectories(Installation.shared().resolve("conf/packs"))
                .resolve("site.yaml");
        replace(config, "name: north\n");
        PackFolder pack = DAEMON.pack("site")
                .write("config.schema.yaml", """
                    greeting: {type: string, default: hello}
                    name: {type: string, required: true}
                    """)
                .write("actions/greet.yaml", command("greet", GREETING))
                .webhookRule("say", "site", "echo one");
        Await.until("the action is there", () -> exists("/v1/actions/site.greet"));
        assertThat(greeting()).isEqualTo("hello north");

        pack.write("pack.yaml", "name: site\nversion: [\n");
        replace(config, "greeting: hi\nname: [south]\n");
        pack.webhookRule("say", "site", "echo two");

        Await.until("both are reported", () -> problems("site").size() == 2);
        Await.until(
                "the rule has changed",
                () -> DAEMON.get("/v1/rules/site.say").path("action").toString().contains("echo two"));
        assertThat(problems("site")).anyMatch(each -> each.matches("(?s)site/pack\\.yaml:[23]:\\d+ .*"));
        assertThat(problems("site")).anyMatch(each -> each.matches("(?s)packs/site\\.yaml:2:7 .*"));
        assertThat(greeting()).isEqualTo("hello north");
        says("two");

        assertThat(DAEMON.terminate()).isZero();
        DAEMON.start();

        assertThat(problems("site")).hasSize(2);
        assertThat(greeting()).isEqualTo("hello north");
        says("two");
        replace(config, "name: south\n");
        pack.write("pack.yaml", "name: site\nversion: 2.0.0\ndescription: x\nauthor: y\n");
        Await.until("nothing is wrong any more", () -> problems("site").isEmpty());
        assertThat(greeting()).isEqualTo("hello south");
        Files.delete(config);
    }

    /** As editors do, so that nobody reads half of it. */
    private static void replace(Path file, String text) throws IOException {
        Path fresh = Files.writeString(file.resolveSibling("." + file.getFileName() + ".new"), text);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String greeting() {
        return PackagedDaemon.stdout(DAEMON.run("site.greet", "{}"));
    }

    private static void says(String word) {
        int before = DAEMON.get("/v1/executions?limit=1000&rule=site.say").size();
        DAEMON.hook("site", "{}");
        assertThat(PackagedDaemon.stdout(
                        DAEMON.succeededOf("site.say", before + 1).get(0)))
                .isEqualTo(word);
    }

    @Test
    void leavesTheNameOfARuleToTheApiWhichGaveItAway() {
        PackFolder pack = DAEMON.pack("claim").write("actions/act.yaml", command("act", "echo acted"));
        Await.until("the pack is there", () -> exists("/v1/packs/claim"));
        JsonNode made = DAEMON.post("/v1/rules", """
            {"name": "say", "pack": "claim", "enabled": true,
             "trigger": {"type": "core.st2.webhook", "parameters": {"url": "claim"}},
             "action": {"ref": "core.local", "parameters": {"cmd": "echo of the API"}}}
            """);

        pack.webhookRule("say", "claim", "echo of the file");

        Await.until("it is reported", () -> !problems("claim").isEmpty());
        assertThat(problems("claim"))
                .singleElement()
                .asString()
                .startsWith("claim/rules/say.yaml ")
                .contains("'claim.say' was made by API");
        assertThat(DAEMON.drover("pack", "register", "claim").code()).isEqualTo(FAILED);
        DAEMON.hook("claim", "{}");
        assertThat(PackagedDaemon.stdout(DAEMON.succeededOf("claim.say", 1).get(0)))
                .isEqualTo("of the API");

        assertThat(DAEMON.ask("DELETE", "/v1/rules/" + made.path("id").asText(), null)
                        .statusCode())
                .isEqualTo(204);

        DAEMON.hook("claim", "{}");
        assertThat(PackagedDaemon.stdout(DAEMON.succeededOf("claim.say", 2).get(0)))
                .isEqualTo("of the file");
        assertThat(problems("claim")).isEmpty();
    }

    @Test
    void tellsWhereInAFileATemplateIsBrokenWhileTheLastGoodVersionGoesOn() {
        PackFolder pack = DAEMON.pack("jinja").webhookRule("say", "jinja", "echo good");
        DAEMON.hook("jinja", "{}");
        DAEMON.succeededOf("jinja.say", 1);

        pack.write("rules/say.yaml", """
            name: say
            enabled: true
            trigger: {type: core.st2.webhook, parameters: {url: jinja}}
            where: >-
              trigger.body.kind == 'fire'
              and (trigger.body.level
            action:
              ref: core.local
              parameters:
                cmd: |
                  echo good
                  echo {{ trigger.body.name | uper }}
            """);

        Await.until("both are reported", () -> problems("jinja").size() == 2);
        assertThat(problems("jinja"))
                .anyMatch(each -> each.startsWith("jinja/rules/say.yaml:6:26 'where' is no expression: "))
                .anyMatch(each -> each.startsWith("jinja/rules/say.yaml:12:") && each.contains("filter named 'uper'"));
        assertThat(DAEMON.drover("pack", "get", "jinja").out())
                .contains("jinja/rules/say.yaml:6:26: 'where' is no expression: ");
        DAEMON.hook("jinja", "{}");
        assertThat(PackagedDaemon.stdout(DAEMON.succeededOf("jinja.say", 2).get(0)))
                .isEqualTo("good");
    }

    @Test
    void tellsOnceThatAnActionWaitsForItsRunner() {
        assertThat(DAEMON.drover("pack", "get", "core").out().lines().filter(line -> line.contains("core.pause")))
                .singleElement()
                .asString()
                .startsWith("not run yet: Action 'core.pause' waits: there is no runner '");
    }

    @Test
    void reportsWhatCannotBeRead() throws IOException {
        byte[] garbage = new byte[4_096];
        new Random(1).nextBytes(garbage);
        Path outside = Files.writeString(DAEMON.folder().resolve("outside.yaml"), command("outside", "echo outside"));
        PackFolder pack = DAEMON.pack("junk").write("rules/garbage.yaml", garbage);
        pack.write("actions/huge.yaml", "# " + "x".repeat(10_000_000) + "\n" + command("huge", "echo huge"));
        Files.createSymbolicLink(pack.path().resolve("actions/linked.yaml"), outside);
        pack.write("actions/good.yaml", command("good", "echo good"));

        Await.until("all is reported", () -> problems("junk").size() >= 3 && exists("/v1/actions/junk.good"));

        List<String> told = problems("junk");
        assertThat(told).anyMatch(each -> each.startsWith("junk/rules/garbage.yaml"));
        assertThat(told).anyMatch(each -> each.startsWith("junk/actions/huge.yaml"));
        assertThat(told).anyMatch(each -> each.startsWith("junk/actions/linked.yaml"));
        assertThat(exists("/v1/actions/junk.outside")).isFalse();
        assertThat(exists("/v1/actions/junk.huge")).isFalse();
        pack.delete();
    }

    @Test
    void reportsWhatDoesNotMakeSense() {
        DAEMON.pack("odd")
                .write("rules/operator.yaml", """
                    name: operator
                    trigger: {type: core.st2.webhook, parameters: {url: odd}}
                    criteria:
                      trigger.body.state: {type: equalz, pattern: 1}
                    action: {ref: core.locl}
                    """)
                .write("rules/untriggered.yaml", """
                    name: untriggered
                    trigger: {type: odd.never}
                    action:
                      ref: core.local
                      parameters: {cmdd: date}
                    """)
                .write("actions/first.yaml", command("twice", "echo first"))
                .write("actions/second.yaml", command("twice", "echo second"))
                .write("actions/key.yaml", command("key", "echo key") + "colour: red\n")
                .write("actions/runner.yaml", "name: runner\nrunner_type: steam-engine\n");

        Await.until(
                "all is reported",
                () -> problems("odd").size() >= 6 && told("odd").contains("steam-engine"));

        List<String> told = problems("odd");
        assertThat(told).anyMatch(each -> each.matches("(?s)odd/rules/operator\\.yaml:4:\\d+ .*equalz.*"));
        assertThat(told)
                .anyMatch(
                        each -> each.startsWith(
                                "odd/rules/operator.yaml:5:15 Action 'core.locl' is not registered. Did you mean 'core.local'?"));
        assertThat(told)
                .anyMatch(each ->
                        each.startsWith("odd/rules/untriggered.yaml:2:17 Trigger type 'odd.never' is not registered."));
        assertThat(told)
                .anyMatch(
                        each -> each.startsWith(
                                "odd/rules/untriggered.yaml:5:16 Action 'core.local' has no parameter 'cmdd'. Did you mean 'cmd'?"));
        assertThat(DAEMON.drover("pack", "get", "odd").out())
                .contains("odd/rules/untriggered.yaml:2:17: warning: Trigger type 'odd.never' is not registered.");
        Await.until("it is logged", () -> DAEMON.log().contains("odd/rules/untriggered.yaml:5:16: warning: "));
        assertThat(told).anyMatch(each -> each.matches("(?s)odd/actions/second\\.yaml.*twice.*"));
        assertThat(told).anyMatch(each -> each.matches("(?s)odd/actions/key\\.yaml.*colour.*"));
        assertThat(PackagedDaemon.stdout(DAEMON.run("odd.twice", "{}"))).isEqualTo("first");
    }

    @Test
    void reportsARouteThatCannotStart() {
        DAEMON.pack("lost").write("routes/nowhere.camel.yaml", """
            - route:
                id: nowhere
                from:
                  uri: carrier-pigeon:loft
                  steps:
                    - to: drover:trigger/core.st2.webhook
            """);

        Await.until("it is reported", () -> !problems("lost").isEmpty());

        assertThat(problems("lost"))
                .anyMatch(each -> each.matches("(?s)lost/routes/nowhere\\.camel\\.yaml.*carrier-pigeon.*"));
        Pattern logged = Pattern.compile("lost/routes/nowhere\\.camel\\.yaml.*carrier-pigeon");
        Await.until("it is logged", () -> logged.matcher(DAEMON.log()).find());
    }

    @Test
    void forgetsAPackWhoseFolderVanished() {
        PackFolder pack = DAEMON.pack("brief").webhookRule("say", "brief", "echo brief");
        DAEMON.hook("brief", "{}");
        JsonNode execution = DAEMON.succeededOf("brief.say", 1).get(0);

        pack.delete();

        Await.until("the pack is gone", () -> !exists("/v1/packs/brief"));
        Await.until("its rule is gone", () -> !exists("/v1/rules/brief.say"));
        assertThat(DAEMON.get("/v1/executions/" + execution.path("id").asText())
                        .path("status")
                        .asText())
                .isEqualTo("succeeded");
    }

    /** {@return what is told of a pack, of which it does not matter whether it is wrong or waits} */
    private static String told(String pack) {
        JsonNode answer =
                PackagedDaemon.json(DAEMON.ask("GET", "/v1/packs/" + pack, null).body());
        return answer.path("problems") + " " + answer.path("waiting");
    }

    private static void inTime(Change change) {
        Duration best = Duration.ofDays(1);
        for (int round = 0; round < 5 && best.compareTo(Slowness.LIVE_WITHIN) > 0; round++) {
            Supplier<Boolean> live = change.make(round);
            Duration took = Await.until("the change is live", live::get);
            best = took.compareTo(best) < 0 ? took : best;
        }
        assertThat(best).isLessThanOrEqualTo(Slowness.LIVE_WITHIN);
    }

    private interface Change {
        Supplier<Boolean> make(int round);
    }

    private static String command(String name, String command) {
        return "name: " + name + "\nrunner_type: local-shell-cmd\nparameters:\n  cmd: {type: string, default: \""
                + command + "\"}\n";
    }

    private static String fileRoute(Path folder) {
        return String.format(Locale.ROOT, """
            - route:
                id: watch
                from:
                  uri: file:%s
                  parameters: {delete: true, delay: 100, initialDelay: 0}
                  steps:
                    - to: drover:trigger/flow.seen
            """, folder);
    }

    private static void drop(Path folder, String name) throws IOException {
        Path fresh = Files.writeString(folder.resolveSibling(name), "{\"name\": \"" + name + "\"}");
        Files.move(fresh, folder.resolve(name));
    }

    private static int events(String trigger) {
        return DAEMON.get("/v1/triggerinstances?trigger_type=" + trigger).size();
    }

    private static JsonNode sensor(String ref) {
        return PackagedDaemon.json(
                DAEMON.ask("GET", "/v1/sensortypes/" + ref, null).body());
    }

    private static boolean exists(String path) {
        return DAEMON.ask("GET", path, null).statusCode() == 200;
    }

    /** {@return each problem as {@code file:line:column message}, those without a place as {@code file message}} */
    private static List<String> problems(String pack) {
        JsonNode answer =
                PackagedDaemon.json(DAEMON.ask("GET", "/v1/packs/" + pack, null).body());
        return StreamSupport.stream(answer.path("problems").spliterator(), false)
                .map(problem -> problem.path("file").asText()
                        + (problem.path("line").asInt() > 0
                                ? ":" + problem.path("line").asInt() + ":"
                                        + problem.path("column").asInt()
                                : "")
                        + " " + problem.path("message").asText())
                .toList();
    }
}
