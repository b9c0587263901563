package io.drover.ruledsl.text;

import io.drover.model.pack.Checked;
import io.drover.model.pack.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the problems of one file or document. */
public final class Findings {
    private final String source;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Problems of one text.
     *
     * @param source what they name as their file
     */
    public Findings(String source) {
        this.source = source;
    }

    /** {@return what the problems name as their file} */
    public String source() {
        return source;
    }

    /** Adds an error that has no place. */
    public void error(String message) {
        error(Place.NOWHERE, message);
    }

    /** Adds an error. */
    public void error(Place place, String message) {
        problems.add(Problem.error(source, place.line(), place.column(), named(place, message)));
    }

    /** Adds a warning. */
    public void warning(Place place, String message) {
        problems.add(Problem.warning(source, place.line(), place.column(), named(place, message)));
    }

    private static String named(Place place, String message) {
        return place.path().isEmpty() ? message : place.path() + ": " + message;
    }

    /** {@return whether anything but warnings was found} */
    public boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }

    /** {@return all of them, in the order of the text} */
    public List<Problem> all() {
        List<Problem> sorted = new ArrayList<>(problems);
        sorted.sort((a, b) ->
                a.line() == b.line() ? Integer.compare(a.column(), b.column()) : Integer.compare(a.line(), b.line()));
        return sorted;
    }

    /** {@return the value, or only the problems where one of them is an error} */
    public <T> Checked<T> checked(@Nullable T value) {
        return new Checked<>(hasErrors() ? null : value, all());
    }
}
