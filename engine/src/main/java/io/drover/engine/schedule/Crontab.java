package io.drover.engine.schedule;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Lines of five fields as of a crontab: minute, hour, day of the month, month, day of the week. All fields must fit. */
public final class Crontab {
    private static final List<CronField> FIELDS =
            List.of(CronField.MINUTE, CronField.HOUR, CronField.DAY, CronField.MONTH, CronField.DAY_OF_WEEK);
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern NUMBERED_DAY = Pattern.compile("(?:^|[,-])\\d");

    private Crontab() {}

    /**
     * {@return when a line is due}
     *
     * @throws IllegalArgumentException with the reason, for users
     */
    public static Schedule read(String line, ZoneId zone) {
        String[] texts = BLANKS.split(line.strip().toLowerCase(Locale.ROOT), -1);
        if (texts.length != FIELDS.size()) {
            throw new IllegalArgumentException(
                    "cron '" + line + "' has " + texts.length
                            + " fields. Write five: minute, hour, day of the month, month, day of the week, as in '0 2 * * sat'.");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int at = 0; at < texts.length; at++) {
            parameters.put(FIELDS.get(at).word(), texts[at]);
        }
        if (NUMBERED_DAY.matcher(texts[texts.length - 1]).find()) {
            throw new IllegalArgumentException("cron '" + line
                    + "' has a day of the week as a number, which is another day in other crons. Write mon to sun.");
        }
        return CronSchedule.of(parameters, zone);
    }
}
