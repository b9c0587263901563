package io.drover.engine.inquiry;

import static io.drover.engine.inquiry.Asking.APPROVAL;
import static io.drover.engine.inquiry.Asking.ASK;
import static io.drover.engine.inquiry.Asking.YES;
import static io.drover.engine.inquiry.Asking.ask;
import static io.drover.engine.inquiry.Asking.inquiries;
import static io.drover.engine.inquiry.Asking.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.engine.api.ExecutionRequest;
import io.drover.engine.api.Inquiry;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.model.access.Principal;
import io.drover.model.action.ActionResult;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.store.Query;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions to people, and their responses. */
class InquiryTest {
    private final Lives lives;
    private final Parts parts;

    InquiryTest(@TempDir Path folder) {
        lives = Lives.in(folder).with(setup -> setup.run(Asking.runners()));
        parts = lives.start(Asking.pack());
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void waitsWithItsQuestionAsResult() {
        Execution asked = ask(parts, Map.of("schema", APPROVAL, "users", List.of("anna"), "route", "ops"));

        assertThat(asked.result())
                .isEqualTo(Map.of(
                        "schema",
                        APPROVAL,
                        "roles",
                        List.of(),
                        "users",
                        List.of("anna"),
                        "route",
                        "ops",
                        "ttl",
                        1440L));
        assertThat(asked.claim().owner()).isEqualTo(Parts.NODE);
        assertThat(asked.endedAt()).isNull();
        assertThat(parts.statuses(asked.id()))
                .containsExactly(
                        ExecutionStatus.REQUESTED,
                        ExecutionStatus.SCHEDULED,
                        ExecutionStatus.RUNNING,
                        ExecutionStatus.PENDING);
        assertThat(records(asked)).extracting(AuditRecord::what).containsExactly("requested", "pending");
        assertThat(parts.runs().busy()).isZero();
    }

    @Test
    void asksWhetherToContinueWhereNothingElseIsAsked() {
        Execution asked = ask(parts, Map.of());

        Map<String, @Nullable Object> response =
                inquiries(parts).respond(asked.id(), Map.of("continue", true), user("anna"));

        assertThat(response).isEqualTo(Map.of("continue", true));
    }

    @Test
    void succeedsWithTheResponseAndSaysWhoGaveIt() {
        Execution asked = ask(parts, Map.of("schema", APPROVAL));

        Map<String, @Nullable Object> response = inquiries(parts).respond(asked.id(), YES, user("bob"));

        Execution ended = parts.execution(asked.id());
        assertThat(response).isEqualTo(YES);
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.result()).containsEntry("response", YES).containsEntry("schema", APPROVAL);
        assertThat(ended.claim().owner()).isNull();
        assertThat(records(asked)).last().satisfies(entry -> {
            assertThat(entry.who()).isEqualTo("bob");
            assertThat(entry.what()).isEqualTo("succeeded");
            assertThat(entry.why()).isEqualTo("answered");
        });
    }

    @Test
    void aResponseIsFilledWithTheDefaultsOfTheSchema() {
        Map<String, @Nullable Object> schema = Map.of(
                "type",
                "object",
                "properties",
                Map.of(
                        "size", Map.of("type", "integer", "default", 3L, "required", true),
                        "where",
                                Map.of(
                                        "type",
                                        "object",
                                        "properties",
                                        Map.of("site", Map.of("type", "string", "default", "north")))));
        Execution asked = ask(parts, Map.of("schema", schema));

        inquiries(parts).respond(asked.id(), Map.of("where", Map.of()), user("anna"));

        assertThat(parts.execution(asked.id()).result())
                .containsEntry("response", Map.of("size", 3L, "where", Map.of("site", "north")));
    }

    @Test
    void aResponseThatDoesNotFitIsRefusedAndTheQuestionStands() {
        Execution asked = ask(parts, Map.of("schema", APPROVAL));

        assertThatThrownBy(() -> inquiries(parts).respond(asked.id(), Map.of(), user("anna")))
                .isInstanceOf(DroverException.class)
                .hasMessageStartingWith("Response for inquiry \"" + asked.id() + "\" did not pass schema validation.")
                .hasMessageContaining("approved");
        assertThatThrownBy(() -> inquiries(parts).respond(asked.id(), Map.of("approved", "yes"), user("anna")))
                .hasMessageContaining("approved")
                .extracting(failure -> ((DroverException) failure).code())
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(parts.execution(asked.id())).isEqualTo(asked);
    }

    @Test
    void onlyTheNamedUsersWhoHoldARoleRespond() {
        Execution asked = ask(
                parts, Map.of("schema", APPROVAL, "users", List.of("anna", "bob"), "roles", List.of("lead", "boss")));

        refuses(asked, user("anna"));
        refuses(asked, user("anna", "admin", "worker"));
        refuses(asked, user("carl", "boss"));
        inquiries(parts).respond(asked.id(), YES, user("bob", "worker", "boss"));

        assertThat(parts.execution(asked.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    private void refuses(Execution asked, Principal by) {
        assertThatThrownBy(() -> inquiries(parts).respond(asked.id(), YES, by))
                .isInstanceOf(DroverException.class)
                .hasMessage("User \"" + by.user() + "\" does not have permission to respond to inquiry \"" + asked.id()
                        + "\".")
                .extracting(failure -> ((DroverException) failure).code())
                .isEqualTo(ErrorCode.PERMISSION_DENIED);
    }

    @Test
    void aSecretResponseIsSealed() {
        Map<String, @Nullable Object> schema = Map.of(
                "type",
                "object",
                "properties",
                Map.of(
                        "code", Map.of("type", "string", "secret", true, "maxLength", 10L),
                        "note", Map.of("type", "string")));
        Execution asked = ask(parts, Map.of("schema", schema));
        assertThatThrownBy(
                        () -> inquiries(parts).respond(asked.id(), Map.of("code", "far-too-long-a-code"), user("anna")))
                .hasMessageNotContaining("far-too-long-a-code");

        Map<String, @Nullable Object> response =
                inquiries(parts).respond(asked.id(), Map.of("code", "s3cret", "note", "ok"), user("anna"));

        Execution ended = parts.execution(asked.id());
        assertThat(response).isEqualTo(Map.of("code", "********", "note", "ok"));
        assertThat(ended.result()).containsEntry("response", response);
        assertThat(parts.requests().inClear(ended).result())
                .containsEntry("response", Map.of("code", "s3cret", "note", "ok"));
    }

    @Test
    void isRespondedToOnlyOnce() {
        Execution asked = ask(parts, Map.of("schema", APPROVAL));
        inquiries(parts).respond(asked.id(), YES, user("anna"));

        assertThatThrownBy(() -> inquiries(parts).respond(asked.id(), YES, user("bob")))
                .hasMessage("Inquiry \"" + asked.id() + "\" has already been responded to.");
    }

    @Test
    void ofManyResponsesAtOnceOneCounts() {
        Execution asked = ask(parts, Map.of("schema", APPROVAL));
        List<String> accepted = new CopyOnWriteArrayList<>();
        List<String> refused = new CopyOnWriteArrayList<>();

        CompletableFuture.allOf(IntStream.range(0, 8)
                        .mapToObj(number -> CompletableFuture.runAsync(() -> {
                            try {
                                inquiries(parts).respond(asked.id(), YES, user("user" + number));
                                accepted.add("user" + number);
                            } catch (DroverException e) {
                                refused.add(e.getMessage());
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(accepted).hasSize(1);
        assertThat(refused).hasSize(7).containsOnly("Inquiry \"" + asked.id() + "\" has already been responded to.");
        assertThat(records(asked))
                .filteredOn(entry -> entry.what().equals("succeeded"))
                .extracting(AuditRecord::who)
                .isEqualTo(accepted);
    }

    @Test
    void whatIsNoInquiryIsCalledSo() {
        Execution other = Await.done(parts.executionRequests()
                .request(new ExecutionRequest("plant.calc", Map.of(), Map.of(), null), Parts.ADMIN));

        assertThatThrownBy(() -> inquiries(parts).find(other.id()))
                .hasMessage("Action execution \"" + other.id() + "\" is not an inquiry.");
        assertThatThrownBy(() -> inquiries(parts).find("5f0000000000000000000000"))
                .extracting(failure -> ((DroverException) failure).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void onlyWhatWaitsIsListed() {
        Execution first = ask(parts, Map.of("route", "a"));
        Execution second = ask(parts, Map.of("route", "b"));
        Execution done = ask(parts, Map.of("schema", APPROVAL));
        inquiries(parts).respond(done.id(), YES, user("anna"));

        assertThat(inquiries(parts).list(Query.all()).items())
                .extracting(Inquiry::id, Inquiry::route)
                .containsExactly(tuple(second.id(), "b"), tuple(first.id(), "a"));
        assertThat(inquiries(parts).list(Query.first(1)).total()).isEqualTo(2);
        assertThat(inquiries(parts).find(first.id()).ttl()).isEqualTo(1440);
    }

    @Test
    void aSchemaThatNoResponseCanBeHeldAgainstFailsAtOnce() {
        Map<String, @Nullable Object> broken =
                Map.of("type", "object", "properties", Map.of("a", Map.of("pattern", "(")));

        Execution asked = Await.done(parts.executionRequests()
                .request(new ExecutionRequest(ASK.toString(), Map.of("schema", broken), Map.of(), null), Parts.ADMIN));
        parts.settle();

        assertThat(parts.execution(asked.id()).status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(parts.execution(asked.id()).result())).contains("Nobody can respond", "draft 4");
    }

    @Test
    void cannotBeCancelledByItself() {
        Execution asked = ask(parts, Map.of());

        assertThatThrownBy(() -> parts.executionRequests().cancel(asked.id(), Parts.ADMIN))
                .hasMessage("Action cannot be canceled. State = pending.");
        assertThat(parts.execution(asked.id())).isEqualTo(asked);
    }

    @Test
    void isCancelledWithItsWorkflow() {
        Execution asked = ask(parts, Map.of());

        Execution canceled = Await.done(parts.runs().pending().cancel(asked, "anna"));

        assertThat(canceled).isEqualTo(parts.execution(asked.id()));
        assertThat(canceled.status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(canceled.result()).isEqualTo(asked.result());
        assertThat(parts.runs().pending().size()).isZero();
        assertThatThrownBy(() -> inquiries(parts).respond(asked.id(), Map.of("continue", true), user("anna")))
                .hasMessage("Inquiry \"" + asked.id() + "\" is canceled and cannot be responded to.");
    }

    @Test
    void nobodyLetsItSucceedWithoutAResponse() {
        Execution asked = ask(parts, Map.of("users", List.of("bob")));

        assertThatThrownBy(() -> parts.executionRequests()
                        .end(asked.id(), ActionResult.succeeded(Map.of("response", YES)), user("carl")))
                .hasMessageContaining("drover inquiry respond " + asked.id());
        Execution failed =
                Await.done(parts.executionRequests().end(asked.id(), ActionResult.failed("given up"), user("carl")));

        assertThat(failed).isEqualTo(parts.execution(asked.id()));
        assertThat(failed.result()).isEqualTo(Map.of("error", "given up"));
    }

    @Test
    void whatFollowsIsCommittedTogetherWithTheQuestionAndWithItsEnd() {
        List<ExecutionStatus> told = new ArrayList<>();
        parts.runs().followUp((executions, change) -> {
            executions.forEach(execution -> told.add(execution.status()));
            return parts.committer().submit(change);
        });

        Execution asked = ask(parts, Map.of("schema", APPROVAL));
        inquiries(parts).respond(asked.id(), YES, user("anna"));

        assertThat(told).containsExactly(ExecutionStatus.PENDING, ExecutionStatus.SUCCEEDED);
    }

    @Test
    void nothingChangesWhereWhatFollowsCannotBeCommitted() {
        Execution asked = ask(parts, Map.of("schema", APPROVAL));
        parts.runs()
                .followUp((execution, change) -> CompletableFuture.failedFuture(
                        DroverException.of(ErrorCode.UNAVAILABLE, "Its workflow is with another node.")));

        assertThatThrownBy(() -> inquiries(parts).respond(asked.id(), YES, user("anna")))
                .isInstanceOf(DroverException.class)
                .hasMessage("Its workflow is with another node.");
        assertThat(parts.execution(asked.id())).isEqualTo(asked);
    }

    private List<AuditRecord> records(Execution execution) {
        return parts.trail().stream()
                .filter(entry -> entry.subject().equals(execution.id()))
                .toList();
    }
}
