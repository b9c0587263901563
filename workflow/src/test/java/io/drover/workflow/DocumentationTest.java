package io.drover.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.chain.Chain;
import io.drover.workflow.conduct.Quirk;
import io.drover.workflow.definition.Workflow;
import io.drover.workflow.inspect.Inspection;
import io.drover.workflow.rehearse.FileRehearsal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Workflows and rehearsals in the documentation. */
class DocumentationTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+\\.md)(#[^)]*)?\\)");

    static List<Path> pages() throws IOException {
        try (Stream<Path> pages = Files.list(DOCS.resolve("workflows"))) {
            return pages.sorted().toList();
        }
    }

    private static List<String> examples(Path page) throws IOException {
        return YAML.matcher(Files.readString(page))
                .results()
                .map(example -> example.group(1))
                .toList();
    }

    private static final Pattern CHAIN = Pattern.compile("```yaml\n(vars:\n.*?chain:.*?)```", Pattern.DOTALL);

    @Test
    void everyChainInTheDocumentationIsWithoutFindings() throws IOException {
        List<String> chains = CHAIN.matcher(Files.readString(DOCS.resolve("action-chains.md")))
                .results()
                .map(example -> example.group(1))
                .toList();

        assertThat(chains)
                .isNotEmpty()
                .allSatisfy(chain -> assertThat(Chain.inspect(chain)).isEmpty());
    }

    @Test
    void everyWorkflowOfTheOverviewIsWithoutFindings() throws IOException {
        List<String> workflows = examples(DOCS.resolve("workflows.md")).stream()
                .filter(example -> example.startsWith("version:"))
                .toList();

        assertThat(workflows)
                .isNotEmpty()
                .allSatisfy(workflow -> assertThat(
                                Inspection.of(Workflow.read(workflow), Set.of()).findings())
                        .isEmpty());
    }

    /** Each rehearsal is about the last workflow before it. */
    @ParameterizedTest
    @MethodSource("pages")
    void everyExampleGoesAsItsPageSays(Path page) throws IOException {
        String workflow = "";
        int rehearsed = 0;
        for (String example : examples(page)) {
            if (example.startsWith("version:")) {
                workflow = example;
                assertThat(Inspection.of(Workflow.read(workflow), Set.of()).warnings())
                        .isEmpty();
            } else {
                String last = workflow;
                assertThat(FileRehearsal.run(example, file -> last, Quirk.standard())
                                .differences())
                        .as(example)
                        .isEmpty();
                rehearsed++;
            }
        }
        assertThat(rehearsed).isPositive();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyPageIsLinkedAndLinksToPagesThatAreThere(Path page) throws IOException {
        assertThat(Files.readString(DOCS.resolve("workflows.md"))).contains("(workflows/" + page.getFileName() + ")");
        assertThat(LINK.matcher(Files.readString(page)).results())
                .allSatisfy(
                        link -> assertThat(page.resolveSibling(link.group(1))).exists());
    }
}
