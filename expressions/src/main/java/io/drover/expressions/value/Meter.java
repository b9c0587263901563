package io.drover.expressions.value;

import io.drover.expressions.Budget;
import io.drover.expressions.ExpressionException;

/** Counts what one evaluation uses and stops it when its budget is used up. Not thread-safe: one per evaluation. */
public final class Meter {
    private static final int STEPS_PER_LOOK_AT_THE_CLOCK = 256;
    private static final int CHARACTERS_COMPARED_PER_STEP = 8192;

    private final Budget budget;
    private final long startNanos = System.nanoTime();
    private long stepsLeft;
    private long textLeft;
    private int depth;
    private int stepsUntilClock = STEPS_PER_LOOK_AT_THE_CLOCK;

    /** A fresh meter for one evaluation. */
    public Meter(Budget budget) {
        this.budget = budget;
        stepsLeft = budget.steps();
        textLeft = budget.textLength();
    }

    /** One loop turn, call or element. */
    public void step() {
        if (--stepsLeft < 0) {
            throw exceeded("more than " + budget.steps() + " steps");
        }
        if (--stepsUntilClock <= 0) {
            stepsUntilClock = STEPS_PER_LOOK_AT_THE_CLOCK;
            checkTime();
        }
    }

    /** Many elements at once, charged before they are made. */
    public void steps(long count) {
        stepsLeft -= count;
        stepsUntilClock -= (int) Math.min(count, STEPS_PER_LOOK_AT_THE_CLOCK);
        step();
    }

    /** A text about to be searched for a part: at worst, every place of it is compared with all of the part. */
    public void search(String text, String part) {
        steps((long) text.length() * part.length() / CHARACTERS_COMPARED_PER_STEP);
    }

    /** Text about to be made, in characters. */
    public void text(long characters) {
        textLeft -= characters;
        if (textLeft < 0) {
            throw exceeded("more than " + budget.textLength() + " characters of text");
        }
    }

    /** Text just made; returned for chaining. */
    public String made(String text) {
        text(text.length());
        return text;
    }

    /** A list about to be repeated or a range about to be counted out. */
    public void repeat(long count) {
        if (count > budget.repeat()) {
            throw new ExpressionException(
                    "OverflowError", "Range too big. The limit is " + budget.repeat() + " elements, found " + count);
        }
        steps(count);
    }

    /** The size of an integer about to be made. */
    public void integerBits(long bits) {
        if (bits > budget.integerBits()) {
            throw exceeded("an integer of more than " + budget.integerBits() + " bits");
        }
    }

    /** One level deeper; to be followed by {@link #leave}. */
    public void enter() {
        if (++depth > budget.nesting()) {
            throw exceeded("more than " + budget.nesting() + " levels of nesting");
        }
    }

    /** One level up again. */
    public void leave() {
        depth--;
    }

    /** Fails if the time is used up. */
    public void checkTime() {
        if (System.nanoTime() - startNanos > budget.time().toNanos()) {
            throw exceeded("more than " + budget.time().toMillis() + " ms");
        }
    }

    private static ExpressionException exceeded(String what) {
        return ExpressionException.overBudget(
                "The evaluation was stopped: it took " + what + ". Make the text or its data smaller.");
    }
}
