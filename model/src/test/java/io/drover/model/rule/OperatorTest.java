package io.drover.model.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The names of the criteria operators. */
class OperatorTest {

    @Test
    void isFoundByEachOfItsNamesInAnyCase() {
        assertThat(Operator.named("eq")).contains(Operator.EQUALS);
        assertThat(Operator.named("Equals")).contains(Operator.EQUALS);
        assertThat(Operator.named("TD_GT")).contains(Operator.TIMEDIFF_GT);
        assertThat(Operator.named("similar")).isEmpty();
    }

    @Test
    void noNameStandsForTwoOperators() {
        assertThat(Operator.allNames()).doesNotHaveDuplicates().hasSize(33);
    }
}
