package io.drover.ruledsl.rulebook;

/**
 * What somebody has to know of a translation.
 *
 * @param line of the rulebook
 * @param isLoss whether something could not be translated, so that its rule is switched off; else it is only to be known
 */
public record Remark(int line, boolean isLoss, String text) {

    /** {@return how it is told} */
    public String told() {
        return (isLoss ? "could not: " : "note: ") + text;
    }
}
