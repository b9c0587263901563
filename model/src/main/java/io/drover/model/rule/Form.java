package io.drover.model.rule;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** How the events of a rule have to come together (rule language, section 3). */
public sealed interface Form {

    /** {@return the events that it asks for, in the order in which they are written} */
    List<EventPattern> events();

    /** One of the events comes. */
    record Any(List<EventPattern> events) implements Form {
        public Any {
            events = List.copyOf(events);
        }
    }

    /** Each of the events has come, in any order, each a different event. */
    record All(List<EventPattern> events) implements Form {
        public All {
            events = List.copyOf(events);
        }
    }

    /** The events have come in this order. */
    record Sequence(List<EventPattern> events) implements Form {
        public Sequence {
            events = List.copyOf(events);
        }
    }

    /**
     * So many events inside the sliding window; then the window starts anew.
     *
     * @param atLeast at least 1
     */
    record Count(EventPattern event, int atLeast) implements Form {
        @Override
        public List<EventPattern> events() {
            return List.of(event);
        }
    }

    /**
     * A function over the sliding window begins to satisfy a condition.
     *
     * @param value path of what goes into the function, such as {@code trigger.cost}
     */
    record Aggregate(EventPattern event, String value, Function function, Having having) implements Form {
        @Override
        public List<EventPattern> events() {
            return List.of(event);
        }
    }

    /** No such event for the time of the window since the last one. */
    record Absence(EventPattern event) implements Form {
        @Override
        public List<EventPattern> events() {
            return List.of(event);
        }
    }

    /** What is calculated over a window. */
    enum Function {
        SUM,
        AVG,
        MIN,
        MAX,
        COUNT_DISTINCT;

        /** {@return how it is written in a rule} */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the result of a function is compared with. */
    record Having(Comparison comparison, BigDecimal bound) {
        /** {@return whether a result satisfies it} */
        public boolean holds(BigDecimal result) {
            int order = result.compareTo(bound);
            return switch (comparison) {
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case AT_LEAST -> order >= 0;
                case GREATER -> order > 0;
            };
        }

        /** {@return how it is written in a rule, such as {@code > 500}} */
        public String text() {
            return comparison.sign() + " " + bound.toPlainString();
        }
    }

    /** How a result is compared. */
    enum Comparison {
        LESS("<"),
        AT_MOST("<="),
        EQUAL("=="),
        NOT_EQUAL("!="),
        AT_LEAST(">="),
        GREATER(">");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }
}
