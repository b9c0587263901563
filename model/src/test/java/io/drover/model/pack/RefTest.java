package io.drover.model.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import org.junit.jupiter.api.Test;

/** Refs, ids and problems as people read them. */
class RefTest {

    @Test
    void splitsAtTheFirstDot() {
        assertThat(Ref.parse("core.st2.webhook")).isEqualTo(Ref.of("core", "st2.webhook"));
    }

    @Test
    void printsWhatItReads() {
        assertThat(Ref.parse("core.st2.webhook")).hasToString("core.st2.webhook");
    }

    @Test
    void refusesATextWithoutAPackOrAName() {
        for (String text : new String[] {"", "local", ".local", "core."}) {
            assertThatThrownBy(() -> Ref.parse(text))
                    .as("'%s'", text)
                    .isInstanceOfSatisfying(
                            DroverException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        }
    }

    @Test
    void givesTheSameIdToTheSameNameAndAnotherToAnotherKind() {
        Ref local = Ref.parse("core.local");

        assertThat(Kind.ACTION.id(local)).matches("[0-9a-f]{24}").isEqualTo(Kind.ACTION.id(Ref.of("core", "local")));
        assertThat(Kind.RULE.id(local)).isNotEqualTo(Kind.ACTION.id(local));
    }

    @Test
    void printsAProblemSoThatEditorsFindItsPlace() {
        assertThat(Problem.error("ops/rules/a.yaml", 3, 7, "unknown key 'tirgger'"))
                .hasToString("ops/rules/a.yaml:3:7: unknown key 'tirgger'");
        assertThat(Problem.warning("ops/pack.yaml", 0, 0, "no version"))
                .hasToString("ops/pack.yaml: warning: no version");
    }
}
