package io.drover.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleShapeTest {
    static List<RuleShape> shapes() {
        return RuleShape.all();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theDaemonRunsTheRuleThatIsRunInThisProcess(RuleShape shape, @TempDir Path packs) throws IOException {
        Path pack = packs.resolve("bench");
        BenchRules.write(pack, shape);

        List<Rule> rules = BenchRules.read(pack);

        When inProcess = Objects.requireNonNull(shape.rule().when());
        assertThat(rules).hasSize(1);
        When inDaemon = Objects.requireNonNull(rules.get(0).when());
        assertThat(inDaemon.within()).isEqualTo(inProcess.within());
        assertThat(inDaemon.by()).isEqualTo(inProcess.by());
        assertThat(inDaemon.form()).hasSameClassAs(inProcess.form());
    }
}
