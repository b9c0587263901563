package io.drover.ruledsl.rulebook;

/** Something in a rulebook that our rules cannot say; its message says what, and what to do instead. */
final class CannotTranslate extends Exception {
    private static final long serialVersionUID = 1L;

    CannotTranslate(String message) {
        super(message, null, false, false);
    }

    /** {@return what could not be translated} */
    String reason() {
        return String.valueOf(getMessage());
    }
}
