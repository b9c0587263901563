package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.Quoted;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** Writes and reads dates with the codes of C's {@code strftime}, in the C locale. */
final class DateText {
    private final String text;
    private int at;
    private int year = 1900;
    private int month = 1;
    private int day = 1;
    private int dayOfYear;
    private int hour;
    private int minute;
    private int second;
    private int micro;
    private boolean halfDay;
    private boolean afternoon;
    private ZoneOffset zone = ZoneOffset.UTC;

    private DateText(String text) {
        this.text = text;
    }

    static String format(OffsetDateTime date, String format, Meter meter) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
            } else {
                out.append(written(date, format.charAt(++i), meter));
            }
        }
        return meter.made(out.toString());
    }

    private static String written(OffsetDateTime date, char code, Meter meter) {
        int twelve = date.getHour() % 12 == 0 ? 12 : date.getHour() % 12;
        int weekday = date.getDayOfWeek().getValue();
        return switch (code) {
            case 'a' -> date.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'A' -> date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'w' -> String.valueOf(weekday % 7);
            case 'u' -> String.valueOf(weekday);
            case 'd' -> two(date.getDayOfMonth());
            case 'e' -> padded(date.getDayOfMonth());
            case 'b', 'h' -> date.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'B' -> date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'm' -> two(date.getMonthValue());
            case 'y' -> two(date.getYear() % 100);
            case 'Y' -> String.valueOf(date.getYear());
            case 'C' -> two(date.getYear() / 100);
            case 'H' -> two(date.getHour());
            case 'k' -> padded(date.getHour());
            case 'I' -> two(twelve);
            case 'l' -> padded(twelve);
            case 'p' -> date.getHour() < 12 ? "AM" : "PM";
            case 'P' -> date.getHour() < 12 ? "am" : "pm";
            case 'M' -> two(date.getMinute());
            case 'S' -> two(date.getSecond());
            case 'f' -> String.format(Locale.ROOT, "%06d", date.getNano() / 1000);
            case 's' -> String.valueOf(date.toEpochSecond());
            case 'z' -> offset(date.getOffset());
            case 'Z' -> date.getOffset().getTotalSeconds() == 0 ? "UTC" : "";
            case 'j' -> String.format(Locale.ROOT, "%03d", date.getDayOfYear());
            case 'U' -> two((date.getDayOfYear() + 6 - weekday % 7) / 7);
            case 'W' -> two((date.getDayOfYear() + 6 - (weekday - 1)) / 7);
            case 'V' -> two(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'G' -> String.valueOf(date.get(IsoFields.WEEK_BASED_YEAR));
            case 'g' -> two(date.get(IsoFields.WEEK_BASED_YEAR) % 100);
            case 'c' -> format(date, "%a %b %e %H:%M:%S %Y", meter);
            case 'x', 'D' -> format(date, "%m/%d/%y", meter);
            case 'X', 'T' -> format(date, "%H:%M:%S", meter);
            case 'r' -> format(date, "%I:%M:%S %p", meter);
            case 'R' -> format(date, "%H:%M", meter);
            case 'F' -> format(date, "%Y-%m-%d", meter);
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> "%" + code;
        };
    }

    private static String two(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }

    private static String padded(int number) {
        return String.format(Locale.ROOT, "%2d", number);
    }

    private static String offset(ZoneOffset offset) {
        int seconds = Math.abs(offset.getTotalSeconds());
        String plain = (offset.getTotalSeconds() < 0 ? "-" : "+") + two(seconds / 3600) + two(seconds / 60 % 60);
        return seconds % 60 == 0 ? plain : plain + two(seconds % 60);
    }

    static OffsetDateTime parse(String text, String format) {
        DateText reading = new DateText(text);
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '%' && i + 1 < format.length()) {
                reading.read(format.charAt(++i), format);
            } else if (Character.isWhitespace(c)) {
                reading.skipBlanks();
            } else {
                reading.expect(c, format);
            }
        }
        if (reading.at < text.length()) {
            throw new ExpressionException(
                    "ValueError", "unconverted data remains: " + Quoted.repr(text.substring(reading.at)));
        }
        return reading.date();
    }

    private OffsetDateTime date() {
        int hours = halfDay ? hour % 12 + (afternoon ? 12 : 0) : hour;
        OffsetDateTime date = DateFunctions.of(year, month, day, hours, minute, Math.min(second, 59), micro, zone);
        return dayOfYear == 0 ? date : Dates.checked(date.with(ChronoField.DAY_OF_YEAR, dayOfYear));
    }

    private void read(char code, String format) {
        switch (code) {
            case 'Y' -> year = number(4, 4, format);
            case 'y' -> {
                int short_ = number(2, 2, format);
                year = short_ < 69 ? 2000 + short_ : 1900 + short_;
            }
            case 'm' -> month = number(1, 2, format);
            case 'd' -> day = number(1, 2, format);
            case 'H' -> hour = number(1, 2, format);
            case 'I' -> {
                hour = number(1, 2, format);
                halfDay = true;
            }
            case 'M' -> minute = number(1, 2, format);
            case 'S' -> second = number(1, 2, format);
            case 'j' -> dayOfYear = number(1, 3, format);
            case 'f' -> {
                int start = at;
                int value = number(1, 6, format);
                for (int digits = at - start; digits < 6; digits++) {
                    value *= 10;
                }
                micro = value;
            }
            case 'p' -> {
                halfDay = true;
                afternoon = word(new String[] {"AM", "PM"}, format) == 1;
            }
            case 'b', 'h' -> month = 1 + word(names(Month.values(), TextStyle.SHORT), format);
            case 'B' -> month = 1 + word(names(Month.values(), TextStyle.FULL), format);
            case 'a' -> word(names(DayOfWeek.values(), TextStyle.SHORT), format);
            case 'A' -> word(names(DayOfWeek.values(), TextStyle.FULL), format);
            case 'z' -> zone = zone(format);
            case 'Z' -> word(new String[] {"UTC", "GMT", ""}, format);
            case '%' -> expect('%', format);
            default ->
                throw new ExpressionException(
                        "ValueError", "'" + code + "' is a bad directive in format " + Quoted.repr(format));
        }
    }

    private static String[] names(Enum<?>[] values, TextStyle style) {
        String[] names = new String[values.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = values[i] instanceof Month month
                    ? month.getDisplayName(style, Locale.ENGLISH)
                    : ((DayOfWeek) values[i]).getDisplayName(style, Locale.ENGLISH);
        }
        return names;
    }

    private int number(int least, int most, String format) {
        int end = at;
        while (end < text.length() && end - at < most && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        if (end - at < least) {
            throw mismatch(format);
        }
        int value = Integer.parseInt(text.substring(at, end));
        at = end;
        return value;
    }

    private int word(String[] words, String format) {
        for (int i = 0; i < words.length; i++) {
            if (text.regionMatches(true, at, words[i], 0, words[i].length())) {
                at += words[i].length();
                return i;
            }
        }
        throw mismatch(format);
    }

    private ZoneOffset zone(String format) {
        if (at < text.length() && text.charAt(at) == 'Z') {
            at++;
            return ZoneOffset.UTC;
        }
        boolean west = at < text.length() && text.charAt(at) == '-';
        if (!west) {
            expect('+', format);
        } else {
            at++;
        }
        int hours = number(2, 2, format);
        if (at < text.length() && text.charAt(at) == ':') {
            at++;
        }
        int minutes = number(2, 2, format);
        if (hours > 18 || minutes > 59) {
            throw mismatch(format);
        }
        int seconds = Math.min(hours * 3600 + minutes * 60, 18 * 3600);
        return ZoneOffset.ofTotalSeconds(west ? -seconds : seconds);
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private void expect(char c, String format) {
        if (at >= text.length() || Character.toLowerCase(text.charAt(at)) != Character.toLowerCase(c)) {
            throw mismatch(format);
        }
        at++;
    }

    private ExpressionException mismatch(String format) {
        return new ExpressionException(
                "ValueError", "time data " + Quoted.repr(text) + " does not match format " + Quoted.repr(format));
    }
}
