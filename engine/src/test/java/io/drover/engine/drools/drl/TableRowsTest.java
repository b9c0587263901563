package io.drover.engine.drools.drl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.fact.FactType;
import io.drover.model.pack.Checked;
import io.drover.model.pack.ProgramFile;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Program;
import io.drover.model.trigger.TriggerType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What authors of decision tables are told: rows, where authors of DRL are told lines. */
class TableRowsTest {
    private static final FactType ORDER = FactType.of(new TriggerType(
            Ref.of("shop", "order"),
            null,
            Map.of("type", "object", "properties", Map.of("country", Map.of("type", "string"))),
            Map.of(),
            List.of(),
            null));

    private static Checked<CompiledFile> compiled(String path, String drl) {
        return new DrlCompiler().compile("shop", new ProgramFile("shop/" + path, path, drl), List.of(), List.of(ORDER));
    }

    private static String table(String packageName, String first, String second) {
        return """
                package PACKAGE;
                import drover.event.shop.Order;
                global io.drover.model.action.ActionRequests actions;
                // rule values at A10, header at A5
                rule "german"
                when
                    Order( FIRST )
                then
                    actions.request("core.echo", java.util.Map.of("message", "de"));
                end

                // rule values at A11, header at A5
                rule "french"
                when
                    Order( SECOND )
                then
                    actions.request("core.echo", java.util.Map.of("message", "fr"));
                end
                """.replace("PACKAGE", packageName).replace("FIRST", first).replace("SECOND", second);
    }

    @Test
    void aRuleStandsInItsRow() {
        CompiledFile file = compiled("rules/limits.xlsx", table("shop", "country == \"DE\"", "country == \"FR\""))
                .value()
                .orElseThrow();

        assertThat(file.rules())
                .extracting(rule -> Objects.requireNonNull(rule.program()).line())
                .containsExactly(10, 11);
        assertThat(file.references()).extracting("line").containsExactly(10, 11);
    }

    @Test
    void whatIsWrongWithARuleIsToldWithItsRow() {
        Checked<CompiledFile> read =
                compiled("rules/limits.xlsx", table("shop", "country == \"DE\"", "county == \"FR\""));

        assertThat(read.problems()).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.file()).isEqualTo("shop/rules/limits.xlsx");
            assertThat(problem.line()).isEqualTo(11);
        });
    }

    @Test
    void anotherPackIsToldWithTheCellToCorrect() {
        Checked<CompiledFile> read =
                compiled("rules/limits.xlsx", table("ops", "country == \"DE\"", "country == \"FR\""));

        assertThat(read.problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).endsWith("Write 'shop' in the cell beside 'RuleSet'."));
    }

    @Test
    void aFileOfDrlKeepsItsLines() {
        CompiledFile file = compiled("rules/limits.drl", table("shop", "country == \"DE\"", "country == \"FR\""))
                .value()
                .orElseThrow();

        assertThat(file.rules())
                .extracting(rule -> Objects.requireNonNull(rule.program()).line())
                .containsExactly(5, 13);
    }

    @Test
    void whatIsStoredOfATableDoesNotNameRows() {
        CompiledFile file = compiled("rules/limits.xlsx", table("shop", "country == \"DE\"", "country == \"FR\""))
                .value()
                .orElseThrow();

        assertThat(file.rules())
                .extracting("program")
                .map(program -> ((Program) program).head())
                .allSatisfy(head -> assertThat(head)
                        .contains("import drover.event.shop.Order;")
                        .doesNotContain("rule values at"));
    }
}
