package io.drover.ruledsl.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigDefaultsTest {
    private static final Map<String, @Nullable Object> PORT = Map.of("type", "integer", "default", 80L);

    @Test
    void givesADefaultToWhatIsMissingAlone() {
        Map<String, @Nullable Object> given = new HashMap<>();
        given.put("port", 81L);
        given.put("other", null);
        given.put("free", "text");

        assertThat(ConfigDefaults.fill(given, Map.of("port", PORT, "other", PORT, "missing", PORT, "plain", Map.of())))
                .containsOnly(
                        Map.entry("port", 81L),
                        entryOfNull("other"),
                        Map.entry("free", "text"),
                        Map.entry("missing", 80L));
    }

    @Test
    void looksIntoObjectsThoughTheyAreMissing() {
        Map<String, @Nullable Object> schemas =
                Map.of("server", Map.of("type", "object", "properties", Map.of("port", PORT)));

        assertThat(ConfigDefaults.fill(Map.of(), schemas)).isEqualTo(Map.of("server", Map.of("port", 80L)));
        assertThat(ConfigDefaults.fill(Map.of("server", Map.of("host", "a")), schemas))
                .isEqualTo(Map.of("server", Map.of("host", "a", "port", 80L)));
        assertThat(ConfigDefaults.fill(Map.of("server", "no object"), schemas))
                .isEqualTo(Map.of("server", "no object"));
    }

    @Test
    void takesTheSchemaOfAMembersNameElseOfItsPatternElseOfAllOthers() {
        Map<String, @Nullable Object> schemas = Map.of(
                "servers",
                Map.of(
                        "properties", Map.of("main", ofObject("kind", "own")),
                        "patternProperties", Map.of("^x", ofObject("kind", "pattern"), "[", ofObject("kind", "broken")),
                        "additionalProperties", ofObject("kind", "other")));

        assertThat(ConfigDefaults.fill(
                        Map.of("servers", Map.of("main", Map.of(), "x1", Map.of(), "y", Map.of())), schemas))
                .isEqualTo(Map.of(
                        "servers",
                        Map.of(
                                "main", Map.of("kind", "own"),
                                "x1", Map.of("kind", "pattern"),
                                "y", Map.of("kind", "other"))));
    }

    @Test
    void looksIntoTheElementsOfLists() {
        Map<String, @Nullable Object> each = Map.of("properties", Map.of("port", PORT));
        Map<String, @Nullable Object> all = Map.of("list", Map.of("items", each));
        Map<String, @Nullable Object> byPlace =
                Map.of("list", Map.of("items", List.of(Map.of()), "additionalItems", each));
        Map<String, @Nullable Object> given = Map.of("list", List.of(Map.of(), Map.of("port", 1L)));

        assertThat(ConfigDefaults.fill(given, all))
                .isEqualTo(Map.of("list", List.of(Map.of("port", 80L), Map.of("port", 1L))));
        assertThat(ConfigDefaults.fill(given, byPlace))
                .isEqualTo(Map.of("list", List.of(Map.of(), Map.of("port", 1L))));
        assertThat(ConfigDefaults.fill(Map.of(), all)).isEqualTo(Map.of("list", List.of()));
        assertThat(ConfigDefaults.fill(Map.of("list", Arrays.asList(1L, null)), Map.of("list", Map.of("items", PORT))))
                .isEqualTo(Map.of("list", Arrays.asList(1L, null)));
    }

    private static Map<String, @Nullable Object> ofObject(String member, String fallback) {
        return Map.of("type", "object", "properties", Map.of(member, Map.of("default", fallback)));
    }

    private static Map.Entry<String, @Nullable Object> entryOfNull(String key) {
        return new java.util.AbstractMap.SimpleEntry<>(key, null);
    }
}
