package io.drover.expressions.stackstorm;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Quoted;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A version of three numbers, possibly with a pre-release; what is built from it doesn't count for the order. */
record SemanticVersion(BigInteger major, BigInteger minor, BigInteger patch, String preRelease)
        implements Comparable<SemanticVersion> {
    private static final String NUMBER = "(0|[1-9][0-9]{0,18})";
    /** A number has no zero in front, unless something else than a digit is in it. */
    private static final String PRE_RELEASE = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";

    private static final String BUILD = "[0-9A-Za-z-]+";
    private static final Pattern FORM = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-(" + PRE_RELEASE
            + "(?:\\." + PRE_RELEASE + ")*))?(?:\\+" + BUILD + "(?:\\." + BUILD + ")*)?");

    static SemanticVersion parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.length() > 256 || !matcher.matches()) {
            throw new ExpressionException(
                    "ValueError", Quoted.repr(text) + " is not a semantic version such as 1.2.3 or 1.2.3-rc.1");
        }
        @Nullable String preRelease = matcher.group(4);
        return new SemanticVersion(
                new BigInteger(matcher.group(1)),
                new BigInteger(matcher.group(2)),
                new BigInteger(matcher.group(3)),
                preRelease == null ? "" : preRelease);
    }

    /** Whether the version satisfies a condition such as {@code >=1.2.3}; a bare version asks for equality. */
    boolean matches(String condition) {
        String operator = "==";
        String version = condition;
        for (String known : new String[] {">=", "<=", "==", "!=", ">", "<"}) {
            if (condition.startsWith(known)) {
                operator = known;
                version = condition.substring(known.length());
                break;
            }
        }
        int order = compareTo(parse(version.strip()));
        return switch (operator) {
            case ">=" -> order >= 0;
            case "<=" -> order <= 0;
            case "!=" -> order != 0;
            case ">" -> order > 0;
            case "<" -> order < 0;
            default -> order == 0;
        };
    }

    String nextMajor() {
        return major.add(BigInteger.ONE) + ".0.0";
    }

    String nextMinor() {
        return major + "." + minor.add(BigInteger.ONE) + ".0";
    }

    String nextPatch() {
        return major + "." + minor + "." + patch.add(BigInteger.ONE);
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int order = major.compareTo(other.major);
        order = order != 0 ? order : minor.compareTo(other.minor);
        order = order != 0 ? order : patch.compareTo(other.patch);
        if (order != 0 || preRelease.equals(other.preRelease)) {
            return order;
        }
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
            return preRelease.isEmpty() ? 1 : -1;
        }
        return comparePreReleases(preRelease.split("\\.", -1), other.preRelease.split("\\.", -1));
    }

    private static int comparePreReleases(String[] left, String[] right) {
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = compareIdentifiers(left[i], right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }

    private static int compareIdentifiers(String left, String right) {
        boolean leftNumber = left.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean rightNumber = right.chars().allMatch(c -> c >= '0' && c <= '9');
        if (leftNumber && rightNumber) {
            return new BigInteger(left).compareTo(new BigInteger(right));
        }
        return leftNumber == rightNumber ? left.compareTo(right) : leftNumber ? -1 : 1;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%d.%d.%d%s", major, minor, patch, preRelease.isEmpty() ? "" : "-" + preRelease);
    }
}
