package io.drover.decisiontables;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Checked;
import io.drover.model.pack.DecisionTables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as a spreadsheet program saves them, and as text. */
class DroolsDecisionTablesTest {
    private final DecisionTables tables =
            ServiceLoader.load(DecisionTables.class).findFirst().orElseThrow();

    @ParameterizedTest
    @ValueSource(strings = {"limits.xlsx", "limits.xls"})
    void makesOneRuleOfEachRowOfAWorkbook(String name) throws IOException {
        String drl = tables.drl("shop/rules/" + name, resource(name)).value().orElseThrow();

        assertThat(drl)
                .startsWith("package shop;")
                .contains("rule \"big german\"", "$o : Order(country == \"DE\", amount >= 100)")
                .contains("rule \"big french\"", "\"message\", \"salut\"");
    }

    @Test
    void saysAboveEachRuleInWhichRowItStands() throws IOException {
        String drl = tables.drl("shop/rules/limits.xlsx", resource("limits.xlsx"))
                .value()
                .orElseThrow();

        assertThat(drl.lines().filter(line -> line.startsWith(DecisionTables.ROW_MARK)))
                .hasSize(2)
                .anyMatch(line -> line.startsWith(DecisionTables.ROW_MARK + "A10"))
                .anyMatch(line -> line.startsWith(DecisionTables.ROW_MARK + "A11"));
    }

    @Test
    void readsCommaSeparatedTextInUtf8() {
        String drl = tables.drl("shop/rules/a.csv", text("""
                "RuleSet","shop"
                "RuleTable limits"
                "NAME","CONDITION"
                ,"$o : Order"
                ,"city == ""$param""\"
                "Name","City"
                "far","Zürich"
                """)).value().orElseThrow();

        assertThat(drl).contains("city == \"Zürich\"");
    }

    @Test
    void namesTheCellThatIsWrong() {
        Checked<String> read = tables.drl("shop/rules/a.csv", text("""
                "RuleSet","shop"
                "RuleTable limits"
                "PRIORITY","CONDITION"
                ,"$o : Order"
                ,"amount > $param"
                "Priority","Amount"
                "high","1"
                """));

        assertThat(read.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.toString()).startsWith("shop/rules/a.csv:7:1: ");
            assertThat(problem.message()).contains("Priority");
        });
    }

    @Test
    void saysWhatATableNeedsWhereAFileIsNone() {
        Checked<String> workbook = tables.drl("shop/rules/a.xlsx", text("hello"));
        Checked<String> list = tables.drl("shop/rules/a.csv", text("\"a\",\"b\"\n"));

        assertThat(workbook.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("RuleSet", "unsupported file type"));
        assertThat(list.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("No RuleTable cells"));
    }

    @Test
    void countsColumnsAsSpreadsheetsNameThem() {
        assertThat(DroolsDecisionTables.column("A")).isEqualTo(1);
        assertThat(DroolsDecisionTables.column("Z")).isEqualTo(26);
        assertThat(DroolsDecisionTables.column("AB")).isEqualTo(28);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(DroolsDecisionTablesTest.class.getResourceAsStream("/tables/" + name))) {
            return in.readAllBytes();
        }
    }
}
