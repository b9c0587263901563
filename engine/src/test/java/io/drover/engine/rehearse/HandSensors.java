package io.drover.engine.rehearse;

import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.SensorStatus;
import io.drover.model.trigger.SensorWatch;
import io.drover.model.trigger.Sensors;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Sensors that only write down what is asked of them. */
public final class HandSensors implements Sensors {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile List<Problem> problems = List.of();
    private volatile List<SensorStatus> running = List.of();
    private volatile Set<Ref> held = Set.of();
    private volatile SensorWatch watched = SensorWatch.NONE;

    /** {@return what was asked, in order} */
    public List<String> asked() {
        return asked;
    }

    /** What the next packs' routes have wrong. */
    public void problems(List<Problem> found) {
        problems = found;
    }

    @Override
    public List<Problem> apply(PackContent content, List<Ref> disabled) {
        asked.add("apply " + content.pack().ref() + " without " + disabled);
        return problems;
    }

    @Override
    public void remove(String pack) {
        asked.add("remove " + pack);
    }

    /** Has these sensors run by routes from now on. */
    public void run(SensorStatus... sensors) {
        running = List.of(sensors);
    }

    @Override
    public List<SensorStatus> list() {
        return running;
    }

    /** {@return those of the sensors that run in turns which run here} */
    public Set<Ref> held() {
        return held;
    }

    @Override
    public void hold(Set<Ref> here) {
        held = Set.copyOf(here);
    }

    @Override
    public void enable(Ref sensor, boolean on) {
        asked.add((on ? "enable " : "disable ") + sensor);
    }

    @Override
    public List<Map<String, @Nullable Object>> tryOut(Ref sensor, int limit, Duration wait, boolean consume) {
        return List.of();
    }

    @Override
    public void watch(SensorWatch watch) {
        watched = watch;
    }

    /** {@return who is told of starts and ends} */
    public SensorWatch watched() {
        return watched;
    }

    @Override
    public void stopAll() {
        asked.add("stop all");
    }
}
