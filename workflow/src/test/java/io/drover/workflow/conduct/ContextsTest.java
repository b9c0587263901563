package io.drover.workflow.conduct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextsTest {
    /** One goes on from what it merged before, the other forgets that each time. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mergesAsIfNothingHadBeenMergedBefore(boolean asInStackStorm) {
        Set<Quirk> quirks = asInStackStorm ? Quirk.all() : Set.of();
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Contexts remembering = contexts(List.of(), quirks);
            Contexts forgetful = contexts(List.of(), quirks);
            List<List<Integer>> paths = new ArrayList<>(List.of(List.of()));
            for (int i = 0; i < 30; i++) {
                Map<String, Object> published = published(random);
                remembering.add(published);
                forgetful.add(published);
                List<Integer> longer = new ArrayList<>(paths.get(random.nextInt(paths.size())));
                longer.add(i);
                if (random.nextInt(4) == 0) {
                    longer.addAll(paths.get(random.nextInt(paths.size())));
                }
                paths.add(longer);

                Map<String, @Nullable Object> merged = remembering.merged(longer);
                remembering = contexts(remembering.known(), quirks);
                forgetful = contexts(new ArrayList<>(forgetful.all()), quirks);

                assertThat(merged).as("seed %d, contexts %s", seed, longer).isEqualTo(forgetful.merged(longer));
                assertThat(remembering.all()).isEqualTo(forgetful.all());
            }
        }
    }

    private static Contexts contexts(List<Map<String, @Nullable Object>> known, Set<Quirk> quirks) {
        return new Contexts(known, 0, quirks, Limits.standard());
    }

    private static Map<String, Object> published(Random random) {
        Map<String, Object> published = new LinkedHashMap<>();
        for (int i = 0; i < 1 + random.nextInt(2); i++) {
            published.put("v" + random.nextInt(3), value(random, 3));
        }
        return published;
    }

    private static Object value(Random random, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return (long) random.nextInt(4);
        }
        Map<String, Object> mapping = new LinkedHashMap<>();
        for (int i = 0; i < 1 + random.nextInt(2); i++) {
            mapping.put("k" + random.nextInt(3), value(random, depth - 1));
        }
        return mapping;
    }
}
