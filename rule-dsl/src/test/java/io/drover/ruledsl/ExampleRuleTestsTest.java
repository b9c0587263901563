package io.drover.ruledsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Checked;
import io.drover.model.pack.PackContent;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example pack of rules over several events and with limits. */
class ExampleRuleTestsTest {
    private static final Path PACK = Path.of("../packs/src/main/resources/examples/watch");

    @Test
    void eachRuleIsReadWithoutProblemsAndHasTests() {
        Checked<PackContent> pack = new YamlPackReader(null).read(PACK, null);
        List<Checked<RuleTest>> tests = RuleTestFiles.in(PACK).stream()
                .map(file -> RuleTestFiles.read(file, String.valueOf(file.getFileName())))
                .toList();

        assertThat(pack.problems()).isEmpty();
        assertThat(tests).allSatisfy(test -> assertThat(test.problems()).isEmpty());
        assertThat(tests.stream().map(test -> test.value().orElseThrow().rule()))
                .containsExactlyInAnyOrderElementsOf(pack.value().orElseThrow().rules().stream()
                        .map(Rule::ref)
                        .toList())
                .hasSize(20);
    }
}
