package io.drover.expressions.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.expressions.Budget;
import io.drover.expressions.ExpressionException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
    private static final Map<String, Object> ROOT = Map.of(
            "a", Map.of("b", List.of(1L, 2L, 3L), "X-Y", "dash"), "list", List.of(Map.of("n", 1L), Map.of("n", 2L)));

    @Test
    void findsMembersElementsAndSlices() {
        assertThat(found("a.b")).isEqualTo(List.of(List.of(1L, 2L, 3L)));
        assertThat(found("$.a.b[0]")).isEqualTo(List.of(1L));
        assertThat(found("a.b[*]")).isEqualTo(List.of(1L, 2L, 3L));
        assertThat(found("a.b[1:]")).isEqualTo(List.of(2L, 3L));
        assertThat(found("list[*].n")).isEqualTo(List.of(1L, 2L));
        assertThat(found("a.'X-Y'")).isEqualTo(List.of("dash"));
        assertThat(found("$..n")).isEqualTo(List.of(1L, 2L));
        assertThat(found("a.nope")).isEmpty();
    }

    @Test
    void bindsWhereTightestThenBarsThenDots() {
        assertThat(found("a.b|'X-Y'")).isEqualTo(List.of(List.of(1L, 2L, 3L), "dash"));
        assertThat(found("(a.b)|(list[0].n)")).isEqualTo(List.of(List.of(1L, 2L, 3L), 1L));
        assertThat(found("* where b")).isEqualTo(List.of(ROOT.get("a")));
        assertThat(found("list[*].n.`parent`")).isEqualTo(ROOT.get("list"));
        assertThat(found("a.b.`this`[0]")).isEqualTo(List.of(1L));
        assertThat(found("a.'X\\-Y'[0]")).isEqualTo(List.of("d"));
    }

    @Test
    void stopsAPathThatLeadsToTooManyPlaces() {
        String doubled = "(`this`|`this`)" + ".(`this`|`this`)".repeat(40);

        assertThatThrownBy(() -> found(doubled)).hasMessageContaining("steps");
        assertThatThrownBy(() -> JsonPath.parse("(".repeat(5000))).isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> found("`parent`")).hasMessageContaining("root");
    }

    @ParameterizedTest
    @ValueSource(strings = {"`this`", "$", "`parent`", "`this` where `this`"})
    void countsWhatEachWayOfAPathLeadsTo(String way) {
        Meter meter = new Meter(Budget.standard().withSteps(100));
        JsonPath path = JsonPath.parse("a.((" + way + ")" + ("|(" + way + ")").repeat(100) + ")");

        assertThatThrownBy(() -> path.find(ROOT, meter)).hasMessageContaining("more than 100 steps");
    }

    @Test
    void countsTheNamesThatAreLookedUp() {
        String names = "a" + ",a".repeat(500);

        assertThatThrownBy(() -> JsonPath.parse(names)
                        .find(ROOT, new Meter(Budget.standard().withSteps(900))))
                .hasMessageContaining("more than 900 steps");
        assertThatThrownBy(() -> JsonPath.parse("a" + ",a".repeat(5000)))
                .hasMessageContaining("the path has more than 1000 steps and names");
    }

    @Test
    void readsTheMembersOfALongListWithinTheBudget() {
        List<?> rows = Collections.nCopies(190_000, Map.of("n", 1L));

        assertThat(JsonPath.parse("[*].n").find(rows, new Meter(Budget.standard())))
                .hasSize(190_000);
    }

    private static List<?> found(String path) {
        return JsonPath.parse(path).find(ROOT, new Meter(Budget.standard()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.", "a[", "a[x", "a..", "'open"})
    void refusesWhatIsNoPath(String text) {
        assertThatThrownBy(() -> JsonPath.parse(text)).isInstanceOf(ExpressionException.class);
    }
}
