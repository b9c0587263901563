package io.drover.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.chain.Chain;
import io.drover.workflow.conduct.Quirk;
import io.drover.workflow.definition.Option;
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
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"workflows.md", "inquiries.md"})
    void everyWorkflowBesideThePagesOfFeaturesIsWithoutFindings(String page) throws IOException {
        List<String> workflows = examples(DOCS.resolve(page)).stream()
                .filter(example -> example.startsWith("version:"))
                .toList();

        assertThat(workflows)
                .isNotEmpty()
                .allSatisfy(workflow -> assertThat(Inspection.of(Workflow.read(workflow), Set.of()))
                        .isEqualTo(new Inspection(List.of(), List.of())));
    }

    /** A part of a task, as the overview shows it. */
    @Test
    void everyPartOfATaskInTheOverviewIsRightWithinOne() throws IOException {
        List<String> parts = examples(DOCS.resolve("workflows.md")).stream()
                .filter(example -> !example.startsWith("version:"))
                .toList();

        assertThat(parts)
                .isNotEmpty()
                .allSatisfy(part -> assertThat(Inspection.of(
                                Workflow.read("version: 1.0\ninput: [hosts]\ntasks:\n  task:\n" + part.indent(4)),
                                Set.of()))
                        .isEqualTo(new Inspection(List.of(), List.of())));
    }

    @Test
    void everyTagOfDroverIsToldInTheOverview() throws IOException {
        assertThat(Files.readString(DOCS.resolve("workflows.md"))).contains(Option.tags());
    }

    /** What the inspection of the page's first workflow prints stands below it. */
    @Test
    void thePageOfFindingsShowsThoseOfItsExample() throws IOException {
        String page = Files.readString(DOCS.resolve("workflows/findings.md"));
        String workflow = examples(DOCS.resolve("workflows/findings.md")).get(0);

        assertThat(Inspection.of(Workflow.read(workflow), Set.of()).findings())
                .hasSize(3)
                .allSatisfy(finding -> assertThat(page)
                        .contains(
                                "example.yaml:" + finding.place().orElseThrow().line() + ":"
                                        + finding.place().orElseThrow().column() + ": "
                                        + finding.kind().type() + ": "
                                        + finding.message()));
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
