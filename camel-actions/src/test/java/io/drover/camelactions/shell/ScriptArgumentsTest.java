package io.drover.camelactions.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How parameters become a script's arguments. */
class ScriptArgumentsTest {
    @Test
    void putsPositionsFirstAndKeepsThePlaceOfWhatIsMissing() {
        Map<String, @Nullable Object> schemas = new LinkedHashMap<>();
        schemas.put("third", Map.of("position", 2L));
        schemas.put("first", Map.of("position", 0L));
        schemas.put("second", Map.of("position", 1L));
        schemas.put("named", Map.of("type", "string"));

        List<String> arguments =
                ScriptArguments.of(schemas, Map.of("named", "n", "first", "a", "third", List.of(1L, "x", true)), "--");

        assertThat(arguments).containsExactly("a", "", "1,x,True", "--named=n");
    }

    @Test
    void writesABooleanPositionAsADigit() {
        Map<String, @Nullable Object> schemas = new LinkedHashMap<>();
        schemas.put("on", Map.of("position", 0L));
        schemas.put("off", Map.of("position", 1L));

        assertThat(ScriptArguments.of(schemas, Map.of("on", true, "off", false), "--"))
                .containsExactly("1", "0");
    }

    @Test
    void givesAKeywordFlagOnlyWhereItIsTrueAndLeavesEmptyValuesOut() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("yes", true);
        values.put("no", false);
        values.put("nothing", null);
        values.put("empty", "");
        values.put("emptyList", List.of());
        values.put("object", Map.of("a", 1L));
        values.put("list", List.of("p", "q"));

        assertThat(ScriptArguments.of(Map.of(), values, "-")).containsExactly("-list=p,q", "-object={\"a\":1}", "-yes");
    }
}
