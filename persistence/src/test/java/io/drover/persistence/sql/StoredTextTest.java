package io.drover.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoredTextTest {

    @Test
    void leavesOrdinaryTextAlone() {
        String text = "plain, äöü, \uD83D\uDC02, \n\t";

        assertThat(StoredText.of(text)).isSameAs(text);
        assertThat(StoredText.restored(text)).isSameAs(text);
    }

    @Test
    void writesWhatDatabasesRefuseInDigits() {
        assertThat(StoredText.of("a\u0000b")).isEqualTo("a\uE0000000b");
        assertThat(StoredText.of("\uD800")).isEqualTo("\uE000d800");
        assertThat(StoredText.of("\uE000")).isEqualTo("\uE000e000");
    }

    @Test
    void findsWhatDatabasesRefuseInLongTextsToo() {
        String filled = "ordinary text, and ÿ? ".repeat(20);

        assertThat(StoredText.of(filled)).isSameAs(filled);
        assertThat(StoredText.of(filled + "\u0000")).isEqualTo(filled + "\uE0000000");
        assertThat(StoredText.of(filled + "\uDC00" + filled)).isEqualTo(filled + "\uE000dc00" + filled);
        assertThat(StoredText.of("\uE000" + filled)).isEqualTo("\uE000e000" + filled);
    }

    @Test
    void restoresEveryText() {
        char[] alphabet = {'a', '0', 'e', 0, '\uD83D', '\uDC02', '\uE000', 'ä'};
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(8); i > 0; i--) {
                text.append(alphabet[random.nextInt(alphabet.length)]);
            }
            String stored = StoredText.of(text.toString());

            assertThat(StoredText.restored(stored)).isEqualTo(text.toString());
            assertThat(new String(stored.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(stored);
            assertThat(stored.indexOf(0)).isNegative();
        }
    }
}
