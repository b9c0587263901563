package io.drover.model.silence;

import java.time.Duration;

/**
 * When a silence that comes again and again is in force.
 *
 * @param cron when it begins: minute, hour, day of the month, month, day of the week
 * @param duration how long it lasts each time
 * @param timeZone of the cron, such as {@code Europe/Berlin}
 */
public record MaintenanceWindow(String cron, Duration duration, String timeZone) {}
