package io.drover.expressions.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.expressions.recorded.RecordedCase;
import io.drover.expressions.recorded.RecordedCases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random texts give what the original gives, or fail where it fails. {@code -Ddrover.seed} tries others, {@code -Ddrover.cases} more of them.
 */
class DifferentialTest {
    private static final long SEED = Long.getLong("drover.seed", 20_260_501L);
    private static final int CASES = Integer.getInteger("drover.cases", 2000);
    private static final int DEPTH = 4;

    @TempDir
    Path folder;

    @Test
    void rendersTemplatesAsJinjaDoes() throws IOException, InterruptedException {
        List<String> differences = differences(new Original("jinja2", "jinja.py"), "jinja.grammar", "jinja-text");

        assertThat(differences).as("differences with the seed %d", SEED).isEmpty();
    }

    @Test
    void evaluatesExpressionsAsYaqlDoes() throws IOException, InterruptedException {
        List<String> differences = differences(new Original("yaql", "yaql.py"), "yaql.grammar", "yaql");

        assertThat(differences).as("differences with the seed %d", SEED).isEmpty();
    }

    private List<String> differences(Original original, String grammar, String as)
            throws IOException, InterruptedException {
        assumeTrue(
                original.isInstalled(folder),
                "python3 with the module " + original.module()
                        + " is not installed here, so there is nothing to compare with.");
        List<String> cases = cases(Grammar.read(grammar), as);
        List<JsonNode> answers = original.answers(folder, cases);
        assertThat(answers).hasSameSizeAs(cases);
        RecordedCases reader = new RecordedCases();
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            RecordedCase one = reader.read(cases.get(i)).orElseThrow();
            JsonNode ours = Original.JSON.readTree(one.answer());
            JsonNode theirs = answers.get(i);
            if (!agree(ours, theirs)) {
                differences.add("\n" + one.text() + "\n  theirs " + theirs + "\n  ours   " + ours + "\n  with   "
                        + Original.JSON.readTree(cases.get(i)).get("context"));
            }
        }
        return differences;
    }

    /** What shows where an object lies in memory is different each time; our limits are documented. */
    private static boolean agree(JsonNode ours, JsonNode theirs) {
        return theirs.toString().contains(" at 0x")
                || ours.path("error").toString().contains("The limit is")
                || ours.path("error").path("type").asText().equals("BudgetError")
                || (theirs.has("error")
                        ? ours.has("error")
                        : theirs.get("result").equals(ours.get("result")));
    }

    private static List<String> cases(Grammar grammar, String as) throws IOException {
        Random random = new Random(SEED);
        RandomData data = new RandomData(random);
        List<String> cases = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("id", String.valueOf(i));
            one.put("as", as);
            one.put("context", data.next());
            one.put("expr", grammar.text("template", random, 1 + random.nextInt(DEPTH)));
            cases.add(Original.JSON.writeValueAsString(one));
        }
        return cases;
    }
}
