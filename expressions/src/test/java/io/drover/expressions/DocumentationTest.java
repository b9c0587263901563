package io.drover.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    private static final Path PAGE = Path.of("../docs/expressions.md");

    @Test
    void saysOfEveryNameWhatItMeans() throws IOException {
        String page = Files.readString(PAGE);
        String written = page.substring(0, Math.max(0, page.indexOf(ReferencePage.BEGINNING)));
        Path made = Files.createDirectories(Path.of("target")).resolve("expressions.md");

        Files.writeString(made, written + ReferencePage.text());

        assertThat(page).as("If a function is new, copy " + made + " to docs").isEqualTo(Files.readString(made));
    }
}
