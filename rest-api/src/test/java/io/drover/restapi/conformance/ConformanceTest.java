package io.drover.restapi.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.restapi.RestApi;
import io.drover.restapi.fake.FakeEngine;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConformanceTest {
    private static final String TOKEN = "t0ken";
    private static final Vertx VERTX = Vertx.vertx();

    private static RestApi api = RestApi.open(VERTX, FakeEngine.settings(0, TOKEN));
    private static Conformance conformance =
            new Conformance(api.url(), TOKEN).with("alice", "alice").with("bob", "bob");

    @BeforeAll
    static void serve() {
        FakeEngine engine = new FakeEngine();
        engine.access.knows(Conformance.ADMIN, Conformance.PASSWORD);
        engine.access.has("alice", "observer");
        engine.access.has("bob", "local_runner");
        conformance.calls(Conformance.INQUIRY, engine.inquiries.ask(Conformance.ASKED));
        api.serve(engine.entryPoints());
    }

    @AfterAll
    static void close() {
        api.close();
        VERTX.close();
    }

    static List<RecordedCase> withoutDaemon() {
        return RecordedCase.all().stream()
                .filter(recorded -> !RecordedCase.off().containsKey(recorded.name()))
                .filter(recorded -> !RecordedCase.needDaemon().containsKey(recorded.name()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("withoutDaemon")
    void answersAsTheRecordedServerDid(RecordedCase recorded) throws Exception {
        assertThat(conformance.run(recorded)).isEmpty();
    }

    @Test
    void namesOnlyCasesThatExist() {
        List<String> names = RecordedCase.all().stream().map(RecordedCase::name).toList();

        assertThat(names)
                .containsAll(RecordedCase.off().keySet())
                .containsAll(RecordedCase.needDaemon().keySet());
    }
}
