package io.drover.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A line of the table: what was measured, what it ought to be, what it is. */
record Figure(String what, String target, String measured, Verdict verdict) {

    /** Whether the target is met. */
    enum Verdict {
        YES,
        NO,
        /** There was nothing to compare with, or it could not be measured. */
        OPEN
    }

    static Figure atLeast(String what, double target, double measured, String unit) {
        return new Figure(what, "≥ " + text(target, unit), text(measured, unit), verdict(measured >= target));
    }

    static Figure atMost(String what, double target, double measured, String unit) {
        return new Figure(what, "≤ " + text(target, unit), text(measured, unit), verdict(measured <= target));
    }

    /** A count that has to be just so. */
    static Figure exactly(String what, long target, long measured) {
        return new Figure(
                what,
                String.format(Locale.ROOT, "%,d", target),
                String.format(Locale.ROOT, "%,d", measured),
                verdict(measured == target));
    }

    /** What is told without a target. */
    static Figure open(String what, double measured, String unit) {
        return new Figure(what, "", text(measured, unit), Verdict.OPEN);
    }

    /** The median and the 99th percentile, in milliseconds. */
    static Figure latency(String what, double median, double p99, double targetMedian, double targetP99) {
        return new Figure(
                what + ", median / p99",
                "≤ " + number(targetMedian) + " / " + number(targetP99) + " ms",
                number(median) + " / " + number(p99) + " ms",
                verdict(median <= targetMedian && p99 <= targetP99));
    }

    static Figure unmeasured(String what, Exception reason) {
        return new Figure(
                what, "", "not measured: " + String.valueOf(reason.getMessage()).replace('\n', ' '), Verdict.OPEN);
    }

    /** {@return the table in Markdown} */
    static String table(List<Figure> figures) {
        StringBuilder table = new StringBuilder("| Figure | Target | Measured | Met |\n|---|---|---|---|\n");
        for (Figure figure : figures) {
            table.append("| ")
                    .append(String.join(
                            " | ",
                            cell(figure.what),
                            cell(figure.target),
                            cell(figure.measured),
                            figure.verdict.name().toLowerCase(Locale.ROOT)))
                    .append(" |\n");
        }
        return table.toString();
    }

    /** Something that yields figures, and can fail. */
    @FunctionalInterface
    interface Source {
        List<Figure> measure() throws IOException;
    }

    private static Verdict verdict(boolean met) {
        return met ? Verdict.YES : Verdict.NO;
    }

    private static String text(double value, String unit) {
        return number(value) + " " + unit;
    }

    private static String number(double value) {
        return value >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
