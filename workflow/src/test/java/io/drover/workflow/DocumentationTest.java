package io.drover.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.chain.Chain;
import io.drover.workflow.definition.Workflow;
import io.drover.workflow.inspect.Inspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    private static final Pattern WORKFLOW = Pattern.compile("```yaml\n(version: .*?)```", Pattern.DOTALL);

    private static final Pattern CHAIN = Pattern.compile("```yaml\n(vars:\n.*?chain:.*?)```", Pattern.DOTALL);

    @Test
    void everyChainInTheDocumentationIsWithoutFindings() throws IOException {
        List<MatchResult> examples = CHAIN.matcher(Files.readString(Path.of("../docs/action-chains.md")))
                .results()
                .toList();

        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(example ->
                        assertThat(Chain.inspect(example.group(1))).isEmpty());
    }

    @Test
    void everyWorkflowInTheDocumentationIsWithoutFindings() throws IOException {
        List<MatchResult> examples = WORKFLOW.matcher(Files.readString(Path.of("../docs/workflows.md")))
                .results()
                .toList();

        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(example -> assertThat(Inspection.of(Workflow.read(example.group(1)), Set.of())
                                .findings())
                        .isEmpty());
    }
}
