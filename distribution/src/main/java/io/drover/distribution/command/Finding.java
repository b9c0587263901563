package io.drover.distribution.command;

import java.util.Locale;

/** What a look at one thing showed, with what to do where it is not well. */
record Finding(String check, Grade grade, String detail) {
    /** How well it is. */
    enum Grade {
        OK,
        WARNING,
        FAILED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String check, String detail) {
        return new Finding(check, Grade.OK, detail);
    }

    static Finding warning(String check, String detail) {
        return new Finding(check, Grade.WARNING, detail);
    }

    static Finding failed(String check, String detail) {
        return new Finding(check, Grade.FAILED, detail);
    }
}
