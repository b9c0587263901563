package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Quoted;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;

/**
 * Reads dates written in the common ways: ISO 8601 and its relatives with slashes or without delimiters, {@code 2 Jan 2020}, {@code January 2, 2020}, {@code 02/01/2020} (month first unless that can't be),
 * each with or without a time and an offset; a time alone is today's. Other ways of writing that the original guesses at are refused.
 */
final class FreeDate {
    private static final String MONTHS = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";
    private static final java.util.regex.Pattern TIME = java.util.regex.Pattern.compile(
            "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s*([ap]m)?\\s*(z|utc|gmt)?\\s*(?:([+-])(\\d{2}):?(\\d{2})?)?");
    private static final java.util.regex.Pattern COMPACT_TIME = java.util.regex.Pattern.compile(
            "(\\d{2})(\\d{2})(?:(\\d{2})(?:[.,](\\d{1,9}))?)?()(z)?(?:([+-])(\\d{2}):?(\\d{2})?)?");
    private static final List<Form> FORMS = List.of(
            new Form("(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})", 1, 2, 3),
            new Form("(\\d{4})(\\d{2})(\\d{2})", 1, 2, 3),
            new Form("(\\d{4})-(\\d{2})", 1, 2, 0),
            new Form("(\\d{1,2})(?:st|nd|rd|th)?[ -]" + MONTHS + ",?[ -](\\d{4})", 3, 2, 1),
            new Form(MONTHS + " (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})", 3, 1, 2),
            new Form("(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})", 3, 1, 2));

    private record Form(java.util.regex.Pattern pattern, int year, int month, int day) {
        Form(String pattern, int year, int month, int day) {
            this(java.util.regex.Pattern.compile(pattern), year, month, day);
        }
    }

    private static final int LONGEST = 100;

    private FreeDate() {}

    static OffsetDateTime parse(String text, Clock clock) {
        String plain = text.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ")
                .replaceFirst("^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\\.?,? ?", "");
        if (text.length() > LONGEST || plain.isEmpty()) {
            throw unknown(text);
        }
        for (Form form : FORMS) {
            Matcher date = form.pattern().matcher(plain);
            if (date.lookingAt()) {
                String rest = plain.substring(date.end());
                boolean ends = rest.isEmpty() || " t,".indexOf(rest.charAt(0)) >= 0;
                if (ends) {
                    return at(date(date, form, text), rest.replaceFirst("^[ t,]+", ""), text);
                }
            }
        }
        return at(LocalDate.now(clock), plain, text);
    }

    private static LocalDate date(Matcher date, Form form, String text) {
        int year = Integer.parseInt(date.group(form.year()));
        int month = month(date.group(form.month()));
        int day = form.day() == 0 ? 1 : Integer.parseInt(date.group(form.day()));
        boolean yearFirst = form.year() == 1;
        boolean dayFirst = !yearFirst && month > 12 && day <= 12;
        try {
            return LocalDate.of(year, dayFirst ? day : month, dayFirst ? month : day);
        } catch (java.time.DateTimeException noSuchDate) {
            throw unknown(text);
        }
    }

    private static int month(String written) {
        int name = "janfebmaraprmayjunjulaugsepoctnovdec".indexOf(written);
        return name >= 0 && !Character.isDigit(written.charAt(0)) ? name / 3 + 1 : Integer.parseInt(written);
    }

    private static OffsetDateTime at(LocalDate date, String rest, String text) {
        if (rest.isEmpty()) {
            return DateFunctions.of(
                    date.getYear(), date.getMonthValue(), date.getDayOfMonth(), 0, 0, 0, 0, ZoneOffset.UTC);
        }
        Matcher time = TIME.matcher(rest);
        if (!time.matches()) {
            time = COMPACT_TIME.matcher(rest);
            if (!time.matches()) {
                throw unknown(text);
            }
        }
        int hour = Integer.parseInt(time.group(1));
        String half = time.group(5);
        boolean twelve = half != null && !half.isEmpty();
        String fraction = time.group(4) == null ? "0" : time.group(4);
        return DateFunctions.of(
                date.getYear(),
                date.getMonthValue(),
                date.getDayOfMonth(),
                twelve ? hour % 12 + (half.startsWith("p") ? 12 : 0) : hour,
                Integer.parseInt(time.group(2)),
                time.group(3) == null ? 0 : Integer.parseInt(time.group(3)),
                Integer.parseInt((fraction + "000000").substring(0, 6)),
                zone(time, text));
    }

    private static ZoneOffset zone(Matcher time, String text) {
        if (time.group(7) == null) {
            return ZoneOffset.UTC;
        }
        int minutes =
                Integer.parseInt(time.group(8)) * 60 + (time.group(9) == null ? 0 : Integer.parseInt(time.group(9)));
        if (minutes > 18 * 60) {
            throw unknown(text);
        }
        return ZoneOffset.ofTotalSeconds((time.group(7).equals("-") ? -minutes : minutes) * 60);
    }

    private static ExpressionException unknown(String text) {
        return new ExpressionException(
                "ParserError",
                "Unknown string format: " + Quoted.repr(text)
                        + ". Write it as 2020-01-31T12:30:00+01:00, or give the format");
    }
}
