package io.drover.camelactions.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is kept of a long text. */
class BoundedTextTest {
    private final BoundedText text = new BoundedText(4);

    @Test
    void keepsAShortTextWhole() {
        append("abc");
        append("defgh");

        assertThat(text.isCut()).isFalse();
        assertThat(text.text()).isEqualTo("abcdefgh");
    }

    @Test
    void keepsBothEndsOfALongText() {
        append("abcde");
        append("fghij");
        append("klm");

        assertThat(text.isCut()).isTrue();
        assertThat(text.text()).isEqualTo("abcd\n[… 5 characters cut …]\njklm");
    }

    @Test
    void keepsBothEndsOfOneLongPiece() {
        append("0123456789abcdef");

        assertThat(text.text()).isEqualTo("0123\n[… 8 characters cut …]\ncdef");
    }

    @Test
    void cutsNoCharacterInHalf() {
        append("abc😀--------d😀😀".substring(0, 13) + "😀fgh");

        assertThat(text.text()).startsWith("abc\n[").endsWith("]\nfgh");
    }

    private void append(String piece) {
        text.append(piece.toCharArray(), piece.length());
    }
}
