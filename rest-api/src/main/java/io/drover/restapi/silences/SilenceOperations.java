package io.drover.restapi.silences;

import static io.drover.restapi.http.MemoryList.passes;
import static io.drover.restapi.http.MemoryList.passesAny;

import io.drover.engine.api.Silences;
import io.drover.model.silence.Silence;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.MemoryList;
import io.drover.restapi.shape.SilenceShape;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Silences and maintenance windows. */
public final class SilenceOperations {
    private static final int LIMIT = 100;

    private final Silences silences;

    public SilenceOperations(Silences silences) {
        this.silences = silences;
    }

    public Answer list(Call call) {
        List<Silence> chosen = silences.list().stream()
                .filter(silence -> passes(call, "owner", silence.owner()))
                .filter(silence ->
                        passesAny(call, "state", silences.state(silence).word()))
                .toList();
        return MemoryList.answer(call, chosen, LIMIT, Attributes.of(call, SilenceShape.FIELDS), this::shape);
    }

    public Answer get(Call call) {
        return Answer.ok(shape(silence(call)));
    }

    public Answer create(Call call) {
        return Answer.json(201, shape(silences.create(SilenceShape.wish(call.fields()), call.principal())));
    }

    public Answer update(Call call) {
        String id = silence(call).id();
        return Answer.ok(shape(silences.update(id, SilenceShape.wish(call.fields()), call.principal())));
    }

    public Answer expire(Call call) {
        return Answer.ok(shape(silences.expire(silence(call).id(), call.principal())));
    }

    public Answer delete(Call call) {
        silences.delete(silence(call).id(), call.principal());
        return Answer.noContent();
    }

    private Map<String, @Nullable Object> shape(Silence silence) {
        return SilenceShape.of(silence, silences.state(silence));
    }

    private Silence silence(Call call) {
        String id = call.at("id");
        return silences.find(id).orElseThrow(() -> Failures.noRecord(id));
    }
}
