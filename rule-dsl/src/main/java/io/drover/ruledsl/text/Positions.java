package io.drover.ruledsl.text;

/** Offsets as lines and columns. */
final class Positions {
    private Positions() {}

    static Place of(CharSequence text, int offset) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(offset, text.length()); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return Place.at(line, column);
    }
}
