package io.drover.distribution.config;

import java.util.ArrayList;
import java.util.List;

/** The configuration cannot be used; all that is wrong with it, at once. */
public final class BadConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> problems;

    public BadConfiguration(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = new ArrayList<>(problems);
    }

    /** {@return each problem, with the key or file it is about} */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
