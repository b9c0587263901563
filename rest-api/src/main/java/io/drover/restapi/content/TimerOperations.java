package io.drover.restapi.content;

import io.drover.engine.api.Timers;
import io.drover.model.error.DroverException;
import io.drover.model.text.Nearest;
import io.drover.model.timer.Timer;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Times;
import io.drover.restapi.shape.Shapes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The triggers that time makes events of; their views tell when they are due. */
public final class TimerOperations {
    private static final List<String> TYPES =
            List.of("core.st2.IntervalTimer", "core.st2.DateTimer", "core.st2.CronTimer");

    private final Timers timers;

    public TimerOperations(Timers timers) {
        this.timers = timers;
    }

    /** As StackStorm shows them: triggers, as a plain array without paging. */
    public Answer list(Call call) {
        return Answer.ok(
                chosen(call).map(timer -> Shapes.trigger(timer.trigger())).toList());
    }

    public Answer get(Call call) {
        return Answer.ok(Shapes.trigger(find(call).trigger()));
    }

    public Answer views(Call call) {
        return Answer.ok(chosen(call).map(TimerOperations::view).toList());
    }

    public Answer view(Call call) {
        return Answer.ok(view(find(call)));
    }

    private Stream<Timer> chosen(Call call) {
        String type = call.param("timer_type");
        if (type != null && !TYPES.contains(type)) {
            throw DroverException.invalid("Expected one of " + new TreeSet<>(TYPES) + " as 'timer_type', but found '"
                    + type + "'." + Nearest.hint(type, TYPES));
        }
        return timers.list().stream()
                .filter(timer ->
                        type == null || timer.trigger().type().toString().equals(type));
    }

    private Timer find(Call call) {
        String refOrId = call.at("ref");
        return timers.find(refOrId).orElseThrow(() -> Failures.noResource(refOrId));
    }

    private static Map<String, @Nullable Object> view(Timer timer) {
        Map<String, @Nullable Object> shape = Shapes.trigger(timer.trigger());
        shape.put("since", Times.text(timer.since()));
        shape.put("next_at", text(timer.next()));
        shape.put("last_at", text(timer.last()));
        return shape;
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : Times.text(moment);
    }
}
