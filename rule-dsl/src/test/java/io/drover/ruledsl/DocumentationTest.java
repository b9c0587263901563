package io.drover.ruledsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Checked;
import io.drover.model.pack.PackContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the handbook are read as a user's files would be. */
class DocumentationTest {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n# ([a-z_./]+)\n(.*?)```", Pattern.DOTALL);

    private static final Pattern PLAIN_EXAMPLE = Pattern.compile("```yaml\n([a-z]+:.*?)```", Pattern.DOTALL);
    private static final List<String> LIMITS = List.of("throttle", "debounce", "collapse", "flap", "guard");

    @TempDir
    Path temp;

    @Test
    void everyExampleReadsWithoutAProblem() throws IOException {
        for (String page : List.of("writing-rules.md", "packs.md", "policies.md")) {
            Path folder = new Folders(temp.resolve(page)).pack("ops");
            List<MatchResult> examples = EXAMPLE.matcher(Files.readString(Path.of("../docs", page)))
                    .results()
                    .toList();
            examples.forEach(example -> Folders.write(folder.resolve(example.group(1)), example.group(2)));

            assertThat(examples).hasSizeGreaterThan(page.equals("policies.md") ? 0 : 2);
            assertThat(new YamlPackReader(null).read(folder, null).problems()).isEmpty();
        }
    }

    @Test
    void everyExampleOfTheIndexOfRulesReadsWithoutAProblem() throws IOException {
        Path folder = new Folders(temp).pack("ops");
        List<String> examples = PLAIN_EXAMPLE
                .matcher(Files.readString(Path.of("../docs/rules/README.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
        for (int i = 0; i < examples.size(); i++) {
            String example = examples.get(i);
            boolean isLimit = LIMITS.stream().anyMatch(limit -> example.startsWith(limit + ":"));
            Folders.write(
                    folder.resolve("rules/index_" + i + ".yaml"),
                    "name: index_" + i + (isLimit ? "\ntrigger: ops.check\nlimits:\n" : "\nwhen:\n") + example.indent(2)
                            + "action: {ref: core.noop}\n");
        }

        Checked<PackContent> read = new YamlPackReader(null).read(folder, null);

        assertThat(read.problems()).isEmpty();
        assertThat(Folders.content(read).rules()).hasSize(examples.size());
        assertThat(examples)
                .extracting(example -> example.substring(0, example.indexOf(':')))
                .contains("any", "all", "sequence", "count", "aggregate", "absence")
                .containsAll(LIMITS);
    }

    @Test
    void everyFormAndLimitHasAnExampleThatReadsWithoutAProblem() throws IOException {
        Path folder = new Folders(temp).pack("ops");
        List<Path> pages;
        try (Stream<Path> files = Files.list(Path.of("../docs/rules"))) {
            pages = files.filter(page -> !page.endsWith("README.md")).sorted().toList();
        }
        int examples = 0;
        for (Path page : pages) {
            List<MatchResult> found =
                    EXAMPLE.matcher(Files.readString(page)).results().toList();
            assertThat(found).as(page.toString()).isNotEmpty();
            found.forEach(example -> Folders.write(folder.resolve(example.group(1)), example.group(2)));
            examples += (int) found.stream()
                    .filter(example -> example.group(1).startsWith("rules/"))
                    .count();
        }

        Checked<PackContent> read = new YamlPackReader(null).read(folder, null);

        assertThat(read.problems()).isEmpty();
        assertThat(Folders.content(read).rules()).hasSize(examples);
        assertThat(pages)
                .extracting(page -> page.getFileName().toString().replace(".md", ""))
                .contains("any", "all", "sequence", "count", "aggregate", "absence")
                .contains("throttle", "debounce", "collapse", "flap", "guard");
    }
}
