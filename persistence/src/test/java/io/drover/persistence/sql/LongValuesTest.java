package io.drover.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.drover.model.text.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LongValuesTest {
    private static final String SHORT = "s".repeat(4_000);
    private static final String LONG = "a \"long\" text, \uE000, \u0000; ".repeat(300);

    private final LongValues values = new LongValues();

    @Test
    void leavesShortValuesWhereTheyAre() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("text", SHORT);
        document.put("nothing", null);
        document.put("list", Arrays.asList(1L, 2.5, true, null, List.of(), Map.of()));

        assertThat(values.write(document)).isEqualTo(Documents.write(document));
        assertThat(values.byHash()).isEmpty();
    }

    @Test
    void namesALongTextWhereverItStands() {
        List<Object> document =
                List.of(LONG, Map.of("x", LONG), List.of(SHORT, LONG, LONG), Map.of("a", SHORT, "b", LONG, "c", 1L));

        String text = values.write(document);

        assertThat(text).hasSizeLessThan(9_000);
        assertThat(values.byHash())
                .containsExactly(Map.entry(Sha256.hex(Documents.write(LONG)), Documents.write(LONG)));
        assertThat(read(text)).isEqualTo(document);
    }

    @Test
    void namesATreeOnlyOnceItIsFarLongerThanAText() {
        List<Object> few = Collections.nCopies(15, SHORT);
        List<Object> many = Collections.nCopies(17, SHORT);

        assertThat(values.write(Map.of("x", few))).hasSizeGreaterThan(60_000);
        assertThat(values.byHash()).isEmpty();
        assertThat(values.write(Map.of("x", many))).hasSizeLessThan(100);
        assertThat(values.byHash()).containsOnlyKeys(Sha256.hex(Documents.write(many)));
    }

    @Test
    void namesWhatIsLongInALongValueByItself() {
        List<Object> rows = new ArrayList<>(Collections.nCopies(20, SHORT));
        rows.add(LONG);
        List<Object> document = List.of(Map.of("rows", rows), rows);

        String text = values.write(document);

        assertThat(values.byHash()).hasSize(2).containsKey(Sha256.hex(Documents.write(LONG)));
        assertThat(read(text)).isEqualTo(document);
    }

    @Test
    void keepsTheWholeDocumentApartFromWhatItNames() {
        assertThat(read(values.write(LONG))).isEqualTo(LONG);
        assertThat(values.byHash()).isEmpty();
    }

    @Test
    void takesNoTextForAName() {
        String like = "\uE000=" + "a".repeat(64);
        Object document = List.of(like, Map.of(like, StoredText.reference("b")));

        assertThat(Documents.read(values.write(document))).isEqualTo(document);
        assertThatIllegalStateException()
                .isThrownBy(() -> Documents.read(values.write(List.of(LONG))))
                .withMessageContaining("whole document");
    }

    private @Nullable Object read(String text) {
        return Documents.read(text, this::value);
    }

    private @Nullable Object value(String hash) {
        return read(values.byHash().getOrDefault(hash, "no JSON"));
    }
}
