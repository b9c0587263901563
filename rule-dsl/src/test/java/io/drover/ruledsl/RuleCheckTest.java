package io.drover.ruledsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Kind;
import io.drover.model.pack.Reference;
import io.drover.ruledsl.RuleCheck.Reading;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleCheckTest {
    private static final String ACTION = "name: restart\nrunner_type: noop\n";
    private static final String BROKEN = "name: b\ntriger: core.st2.webhook\naction: {ref: core.noop}\n";

    @TempDir
    Path temp;

    private final RuleCheck check = new RuleCheck();

    private String write(String file, String content) {
        Folders.write(temp.resolve(file), content);
        return temp.resolve(file).toString();
    }

    private static String rule(String name, String trigger, String action) {
        return "name: " + name + "\ntrigger: {type: " + trigger + ", parameters: {url: x}}\naction: {ref: " + action
                + ", parameters: {message: y}}\n";
    }

    private static List<String> texts(Reading reading) {
        return Folders.texts(reading.problems());
    }

    @Test
    void findsNothingInAGoodPack() {
        Path pack = new Folders(temp)
                .pack("ops", "actions/a.yaml", ACTION, "rules/r.yaml", rule("r", "core.st2.webhook", "ops.restart"));

        Reading reading = check.read(pack.toString());

        assertThat(reading.problems()).isEmpty();
    }

    @Test
    void namesEveryFileOfAPackAsTheUserSeesIt() {
        Path pack = new Folders(temp)
                .pack("ops", "actions/a.yaml", "runner_type: noop\n", "rules/b.yaml", BROKEN, "rules/a.yaml", BROKEN);

        assertThat(texts(check.read(pack.toString())))
                .extracting(text -> text.substring(0, text.indexOf(": ")))
                .containsExactly(
                        pack + "/actions/a.yaml:1:1",
                        pack + "/rules/a.yaml:1:1",
                        pack + "/rules/a.yaml:2:1",
                        pack + "/rules/b.yaml:1:1",
                        pack + "/rules/b.yaml:2:1");
    }

    @Test
    void readsARuleOfAPackAsThePackDoes() {
        Path pack = new Folders(temp)
                .pack(
                        "ops",
                        "rules/a.yaml",
                        rule("same", "core.st2.webhook", "core.noop"),
                        "rules/b.yaml",
                        rule("same", "core.st2.webhook", "core.noop") + "pack: net\n",
                        "rules/c.yaml",
                        BROKEN);

        assertThat(texts(check.read(pack + "/rules/b.yaml")))
                .containsExactly(
                        pack + "/rules/b.yaml:4:1: Expected the pack 'ops', in whose folder the file lies, but found"
                                + " 'net'. Correct it or leave it out.");
        assertThat(check.read(pack + "/rules/a.yaml").problems()).isEmpty();
    }

    @Test
    void tellsWhyAPackOfARuleCannotBeRead() {
        Path pack = new Folders(temp).pack("ops", "rules/a.yaml", BROKEN);
        Folders.write(pack.resolve("pack.yaml"), "name: [\n");

        assertThat(texts(check.read(pack + "/rules/a.yaml")))
                .singleElement()
                .asString()
                .startsWith(pack + "/pack.yaml:");
        assertThat(texts(check.read(pack.toString())))
                .singleElement()
                .asString()
                .startsWith(pack + "/pack.yaml:");
    }

    @Test
    void readsAFileElsewhereWithOneRuleOrSeveral() {
        String one = write("one.yaml", rule("one", "core.st2.webhook", "core.noop") + "pack: any\n");
        String several = write("several.json", "[{\"name\": \"a\"},\n {\"nam\": \"b\"}]");

        assertThat(check.read(one).problems()).isEmpty();
        assertThat(texts(check.read(several)))
                .anyMatch(text -> text.startsWith(several + ":1:2: 'trigger' is a required property"))
                .anyMatch(text -> text.startsWith(several + ":2:3: Unknown key 'nam' in a rule. Did you mean 'name'?"));
        assertThat(texts(check.readText("-", BROKEN))).anyMatch(text -> text.startsWith("-:2:1: Unknown key 'triger'"));
    }

    @Test
    void saysThatAFileIsMissingOrAFolderIsNoPack() {
        Folders.write(temp.resolve("rules/a.yaml"), BROKEN);

        assertThat(texts(check.read("nowhere.yaml"))).containsExactly("nowhere.yaml: There is no such file.");
        assertThat(texts(check.read(temp + "/rules")))
                .singleElement()
                .asString()
                .contains("is no pack: it has no readable pack.yaml");
    }

    @Test
    void missesWhatARuleExpectsOfItsOwnPack() {
        Path pack = new Folders(temp)
                .pack("ops", "actions/a.yaml", ACTION, "rules/r.yaml", rule("r", "ops.gone", "ops.restrat"));

        assertThat(texts(check.read(pack.toString())))
                .containsExactly(
                        pack + "/rules/r.yaml:2:17: No file of the pack 'ops' declares the trigger type 'gone'."
                                + " Add its file, or correct the name.",
                        pack + "/rules/r.yaml:3:15: No file of the pack 'ops' declares the action 'restrat'."
                                + " Did you mean 'restart'? Add its file, or correct the name.");
    }

    @Test
    void missesNothingWhereTheFileThatMayDeclareItIsBroken() {
        Path pack = new Folders(temp)
                .pack(
                        "ops",
                        "actions/a.yaml",
                        "name: restart\n",
                        "rules/r.yaml",
                        rule("r", "core.st2.webhook", "ops.restart"));

        assertThat(texts(check.read(pack.toString())))
                .singleElement()
                .asString()
                .contains("/actions/a.yaml:");
    }

    @Test
    void tellsWhatRulesNameAndWhetherItWasRead() {
        Path ops = new Folders(temp)
                .pack("ops", "actions/a.yaml", ACTION, "rules/r.yaml", rule("r", "core.st2.webhook", "ops.restart"));
        String several = write("several.yaml", """
                - name: a
                  trigger: ops.unknown
                  actions: [{ref: ops.restart}, {ref: net.block}]
                - name: b
                  trigger: nonsense
                """);

        Reading pack = check.read(ops.toString());
        List<Reference> named = check.read(several).references();

        assertThat(pack.references())
                .extracting(reference -> reference.kind() + " " + reference.ref() + " "
                        + reference.values().keySet())
                .containsExactly("TRIGGER_TYPE core.st2.webhook [url]", "ACTION ops.restart [message]");
        assertThat(named)
                .extracting(reference -> reference.ref().toString())
                .containsExactly("ops.unknown", "ops.restart", "net.block");
        assertThat(named.get(2))
                .matches(reference ->
                        reference.kind() == Kind.ACTION && reference.line() == 3 && reference.column() == 39);
        assertThat(named).extracting(check::declares).containsExactly(false, true, false);
    }

    @Test
    void tellsTheTriggersOfAllEventsOfARule() {
        String rule = write("events.yaml", """
                name: a
                when:
                  count: {event: {fail: {trigger: {type: core.st2.webhook, parameters: {url: x}}}}, at_least: 3}
                  unless: [{up: {trigger: ops.up}}]
                  by: {fail: trigger.host, up: trigger.host}
                  within: 5m
                action: {ref: ops.restart}
                """);

        List<Reference> named = check.read(rule).references();

        assertThat(named)
                .extracting(reference -> reference.kind() + " " + reference.ref() + " "
                        + reference.values().keySet() + " " + reference.line() + ":" + reference.column())
                .containsExactly(
                        "TRIGGER_TYPE core.st2.webhook [url] 3:42",
                        "TRIGGER_TYPE ops.up [] 4:27",
                        "ACTION ops.restart [] 7:15");
    }

    @Test
    void namesTheProgramsOfAPackThatADaemonHasToLookAt() {
        Path pack = new Folders(temp)
                .pack(
                        "ops",
                        "rules/a.drl",
                        "package ops;",
                        "rules/_shared.drl",
                        "package ops;",
                        "rules/b.csv",
                        "RuleSet,ops",
                        "rules/~$c.xlsx",
                        "lock",
                        "rules/d.yaml",
                        rule("d", "core.st2.webhook", "core.echo"));

        assertThat(RuleCheck.programs(pack.toString()))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("a.drl", "b.csv");
        assertThat(RuleCheck.programs(pack + "/rules/b.csv")).containsExactly(pack.resolve("rules/b.csv"));
    }
}
