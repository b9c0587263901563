package io.drover.ruledsl.rulebook;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A condition of a rulebook, as it was parsed. */
sealed interface Condition {

    /** All hold. */
    record And(List<Condition> operands) implements Condition {}

    /** At least one holds. */
    record Or(List<Condition> operands) implements Condition {}

    /** It does not hold. */
    record Not(Condition operand) implements Condition {}

    /** Two values compared; {@code contains} and {@code not contains} are operators, too. */
    record Comparison(Operand left, String operator, Operand right) implements Condition {}

    /**
     * A test of a value, such as {@code is defined}.
     *
     * @param isNegated whether it is {@code is not}
     */
    record Test(Operand value, String name, boolean isNegated, List<Operand> arguments, Map<String, Operand> named)
            implements Condition {}

    /** A value alone, which is short for {@code == true}. */
    record Alone(Operand value) implements Condition {}

    /** A value. */
    sealed interface Operand {}

    /**
     * A path such as {@code event.alert.code}.
     *
     * @param root {@code event}, {@code events}, {@code fact}, {@code facts} or {@code vars}
     * @param steps texts, and whole numbers for positions in lists
     */
    record Path(String root, List<Object> steps) implements Operand {}

    /** A text, number, boolean or null. */
    record Constant(@Nullable Object value) implements Operand {}

    /** A list of values. */
    record Values(List<Operand> elements) implements Operand {}

    /** Two values calculated with. */
    record Calculation(Operand left, String operator, Operand right) implements Operand {}
}
