package io.drover.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Table.Whole NONE = (row, column) -> false;

    @Test
    void isAsNarrowAsItsContent() {
        Table table = new Table(List.of("id", "n"), List.of(List.of("a", "1")), NONE);

        assertThat(table.fitting(80)).isEqualTo("""
                +----+---+
                | id | n |
                +----+---+
                | a  | 1 |
                +----+---+
                """);
    }

    @Test
    void keepsSomeCellsWholeAndWrapsTheRest() {
        Table table = new Table(
                List.of("id", "description"),
                List.of(List.of("6b03209fb62fe5011a7ef4d1", "a long description that has to be wrapped")),
                (row, column) -> column == 0);

        assertThat(table.fitting(48)).isEqualTo("""
                +--------------------------+-------------------+
                | id                       | description       |
                +--------------------------+-------------------+
                | 6b03209fb62fe5011a7ef4d1 | a long            |
                |                          | description that  |
                |                          | has to be wrapped |
                +--------------------------+-------------------+
                """);
    }

    @Test
    void getsWiderThanTheTerminalRatherThanBreakACellThatStaysWhole() {
        Table table = new Table(
                List.of("ref", "description"),
                List.of(List.of("ops.restart-everything", "restarts everything"), List.of("a-b", "c")),
                (row, column) -> column == 0);

        assertThat(table.fitting(20)).isEqualTo("""
                +------------------------+-------------+
                | ref                    | description |
                +------------------------+-------------+
                | ops.restart-everything | restarts    |
                |                        | everything  |
                | a-b                    | c           |
                +------------------------+-------------+
                """);
    }

    @Test
    void countsTheColumnsThatWideAndCombiningCharactersTake() {
        Table table = new Table(List.of("name"), List.of(List.of("日本"), List.of("e\u0301te\u0301")), NONE);

        assertThat(table.fitting(80)).isEqualTo("""
                +------+
                | name |
                +------+
                | 日本 |
                | e\u0301te\u0301  |
                +------+
                """);
    }

    @Test
    void breaksWordsThatAreWiderThanTheirColumn() {
        assertThat(TextWidth.wrap("abcdefghij kl", 4, "-")).containsExactly("abcd", "efgh", "ij", "kl");
        assertThat(TextWidth.wrap("ab-cdef", 5, "-")).containsExactly("ab-", "cdef");
        assertThat(TextWidth.wrap("日本語", 4, "-")).containsExactly("日本", "語");
    }

    @Test
    void makesControlCharactersVisible() {
        assertThat(TextWidth.harmless("a\tb\r\nc\u001b]0;x\u0007")).isEqualTo("a    b\nc\\x1b]0;x\\x07");
    }
}
