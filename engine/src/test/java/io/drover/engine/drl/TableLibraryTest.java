package io.drover.engine.drl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.ProgramFile;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableLibraryTest {
    private final TableLibrary tables = new TableLibrary();

    @Test
    void leavesAFileOfDrlAsItIs() {
        ProgramFile drl = new ProgramFile("shop/rules/a.drl", "rules/a.drl", "package shop;");

        assertThat(tables.drl(drl).value()).contains(drl);
    }

    @Test
    void saysThatTheLibraryIsMissing() {
        ProgramFile table = ProgramFile.table(
                "shop/rules/a.csv", "rules/a.csv", "\"RuleSet\",\"shop\"".getBytes(StandardCharsets.UTF_8));

        assertThat(tables.drl(table).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("shop/rules/a.csv");
            assertThat(problem.message()).startsWith("Decision tables need");
        });
    }

    @Test
    void refusesATableThatIsNotInBase64() {
        ProgramFile text = new ProgramFile("shop/rules/a.csv", "rules/a.csv", "\"RuleSet\"", true);

        assertThat(tables.drl(text).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("Base64"));
    }
}
