package io.drover.restapi;

import static io.drover.restapi.Server.array;
import static io.drover.restapi.Server.arrayOf;
import static io.drover.restapi.Server.json;
import static io.drover.restapi.Server.object;
import static io.drover.restapi.Server.objectOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.action.ActionResult;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.Ref;
import io.drover.restapi.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of workflows: their tasks, pausing, going on, and running again from some tasks. */
class WorkflowTest {
    private static final String VALID = "version: 1.0\ntasks: {t1: {action: core.noop}}";

    private final Server server = new Server();

    @BeforeEach
    void addAWorkflow() {
        server.engine.catalog.workflow(Ref.parse("ops.deploy"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String requested(String action) {
        HttpResponse<String> response = server.post("/v1/executions", "{\"action\": \"" + action + "\"}");
        assertThat(response.statusCode()).isEqualTo(201);
        return String.valueOf(object(response).get("id"));
    }

    private String workflow(ExecutionStatus... ways) {
        String id = requested("ops.deploy");
        for (ExecutionStatus status : ways) {
            server.engine.executions.move(id, status);
        }
        return id;
    }

    private String task(String action, String parent, String name) {
        Map<String, Object> place = Map.of(
                "workflow_execution_id",
                "w1",
                "task_execution_id",
                "t-" + name,
                "task_name",
                name,
                "task_id",
                name,
                "task_route",
                0L);
        Map<String, Object> context = Map.of("parent", Map.of("execution_id", parent), "orquesta", place);
        HttpResponse<String> response =
                server.post("/v1/executions", Json.text(Map.of("action", action, "context", context)));
        assertThat(response.statusCode()).isEqualTo(201);
        return String.valueOf(object(response).get("id"));
    }

    private HttpResponse<String> put(String id, String status) {
        return server.put("/v1/executions/" + id, "{\"status\": \"" + status + "\"}");
    }

    private static String fault(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(400);
        return String.valueOf(object(response).get("faultstring"));
    }

    @Test
    void showsOfATaskToWhichRunOfAWorkflowItBelongsAndOfTheWorkflowItsTasks() {
        String id = workflow(ExecutionStatus.RUNNING);
        String first = task("core.noop", id, "t1");
        String second = task("core.noop", id, "t2");

        Map<?, ?> workflow = object(server.get("/v1/executions/" + id));
        Map<?, ?> task = object(server.get("/v1/executions/" + first));

        assertThat(workflow.get("children")).isEqualTo(List.of(first, second));
        assertThat(objectOf(workflow.get("liveaction")).get("action_is_workflow"))
                .isEqualTo(true);
        assertThat(workflow.containsKey("task_execution")).isFalse();
        assertThat(task.get("parent")).isEqualTo(id);
        assertThat(task.get("workflow_execution")).isEqualTo("w1");
        assertThat(task.get("task_execution")).isEqualTo("t-t1");
        assertThat(task.containsKey("children")).isFalse();
        assertThat(objectOf(objectOf(task.get("context")).get("orquesta")).get("task_name"))
                .isEqualTo("t1");
    }

    @Test
    void findsTheChildrenOfAWholePageAtOnceAndOnlyWhereTheyAreWanted() {
        String id = workflow(ExecutionStatus.RUNNING);
        String child = task("core.noop", id, "t1");
        int before = server.engine.executions.askedForChildren();

        List<?> whole = array(server.get("/v1/executions"));
        int after = server.engine.executions.askedForChildren();
        server.get("/v1/executions?include_attributes=id,status");
        server.get("/v1/executions/" + id + "?include_attributes=status");

        assertThat(after - before).isEqualTo(1);
        assertThat(server.engine.executions.askedForChildren()).isEqualTo(after);
        assertThat(whole)
                .anySatisfy(one -> assertThat(objectOf(one).get("children")).isEqualTo(List.of(child)));
    }

    @Test
    void listsEachTaskBeforeItsOwnTasks() {
        String id = workflow(ExecutionStatus.RUNNING);
        String inner = task("ops.deploy", id, "t1");
        String second = task("core.noop", id, "t2");
        String innermost = task("core.noop", inner, "t1");
        String path = "/v1/executions/" + id + "/children";

        assertThat(ids(path + "/?depth=-1")).containsExactly(inner, innermost, second);
        assertThat(ids(path)).containsExactly(inner, innermost, second);
        assertThat(ids(path + "?depth=1")).containsExactly(inner, second);
        assertThat(ids(path + "?result_fmt=sorted")).containsExactly(inner, second, innermost);
        assertThat(ids(path + "?depth=0")).isEmpty();
    }

    private List<Object> ids(String path) {
        return array(server.get(path)).stream()
                .<Object>map(one -> String.valueOf(objectOf(one).get("id")))
                .toList();
    }

    @Test
    void showsOfChildrenWhatIsWanted() {
        String id = workflow(ExecutionStatus.RUNNING);
        String child = task("core.noop", id, "t1");
        server.engine.executions.complete(child, ActionResult.succeeded(Map.of("a", 1L)));
        String path = "/v1/executions/" + id + "/children";

        assertThat(array(server.get(path + "?include_attributes=status,result_size")))
                .isEqualTo(List.of(Map.of("id", child, "status", "succeeded", "result_size", 7L)));
        assertThat(array(server.get(path + "?exclude_attributes=result")))
                .singleElement()
                .satisfies(one -> {
                    assertThat(objectOf(one).containsKey("result")).isFalse();
                    assertThat(objectOf(one).get("result_size")).isEqualTo(7L);
                });
        assertThat(server.get(path + "?include_attributes=bogus").statusCode()).isEqualTo(400);
    }

    @Test
    void refusesADepthThatIsNone() {
        String id = workflow(ExecutionStatus.RUNNING);

        assertThat(server.get("/v1/executions/" + id + "/children?depth=-2").statusCode())
                .isEqualTo(400);
        assertThat(server.get("/v1/executions/" + id + "/children?depth=x").statusCode())
                .isEqualTo(400);
        assertThat(server.get("/v1/executions/nothing/children").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pausing", "paused"})
    void pausesARunningWorkflow(String status) {
        String id = workflow(ExecutionStatus.RUNNING);
        String child = task("core.noop", id, "t1");

        Map<?, ?> paused = object(put(id, status));
        Map<?, ?> again = object(put(id, status));

        assertThat(paused.get("status")).isEqualTo("pausing");
        assertThat(paused.get("children")).isEqualTo(List.of(child));
        assertThat(again.get("status")).isEqualTo("pausing");
    }

    @Test
    void letsAPausedWorkflowGoOn() {
        String id = workflow(ExecutionStatus.RUNNING, ExecutionStatus.PAUSING, ExecutionStatus.PAUSED);

        Map<?, ?> resumed = object(put(id, "resuming"));
        Map<?, ?> again = object(put(id, "resuming"));

        assertThat(resumed.get("status")).isEqualTo("resuming");
        assertThat(again.get("status")).isEqualTo("resuming");
    }

    @Test
    void refusesToPauseAndResumeWhatRunsNoWorkflow() {
        String id = requested("core.noop");
        server.engine.executions.move(id, ExecutionStatus.RUNNING);

        assertThat(fault(put(id, "pausing"))).startsWith("Failed updating execution. Only workflows can be paused");
        assertThat(fault(put(id, "resuming"))).contains("runner 'noop' runs none");
    }

    @Test
    void refusesToPauseAWorkflowThatDoesNotRunAndToResumeOneThatIsNotPaused() {
        assertThat(fault(put(workflow(), "pausing"))).contains("this one is 'requested'");
        assertThat(fault(put(workflow(ExecutionStatus.RUNNING, ExecutionStatus.PAUSING), "resuming")))
                .contains("this one is 'pausing'");
    }

    @Test
    void refusesToChangeAWorkflowThatIsCompleted() {
        String id = workflow();
        server.engine.executions.complete(id, ActionResult.succeeded(Map.of()));

        assertThat(fault(put(id, "pausing"))).isEqualTo("Execution is already in completed state.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"canceling", "canceled"})
    void cancelsAPausedWorkflow(String status) {
        String id = workflow(ExecutionStatus.RUNNING, ExecutionStatus.PAUSING);

        assertThat(object(put(id, status)).get("status")).isEqualTo("canceling");
        assertThat(object(server.delete("/v1/executions/" + id)).get("status")).isEqualTo("canceling");
    }

    @Test
    void runsAWorkflowAgainFromSomeOfItsTasks() {
        String id = workflow();
        server.engine.executions.complete(id, ActionResult.failed("no"));

        HttpResponse<String> response = server.post(
                "/v1/executions/" + id + "/re_run",
                "{\"tasks\": [\"t1\", \"t2\"], \"reset\": [\"t2\"], \"delay\": 20}");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(object(response).get("delay")).isEqualTo(20L);
        assertThat(objectOf(object(response).get("context")).get("re-run"))
                .isEqualTo(Map.of("ref", id, "tasks", List.of("t1", "t2"), "reset", List.of("t2")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"tasks": ["a"], "parameters": {"who": "Bob"}} | Parameters override is not supported
            {"reset": ["a"], "parameters": {"who": "Bob"}} | Parameters override is not supported
            {"tasks": ["a"], "reset": ["a", "b"]}          | in 'tasks' too, but found: b.
            {"reset": ["a"]}                               | in 'tasks' too, but found: a.
            {"tasks": "a"}                                 | Expected a list of texts as 'tasks'
            {"tasks": [1]}                                 | Expected a list of texts as 'tasks'
            {"task": ["a"]}                                | Additional properties are not allowed ('task'
            """)
    void refusesToRunAgainWhatDoesNotFitTogether(String body, String fault) {
        String id = workflow();

        assertThat(fault(server.post("/v1/executions/" + id + "/re_run", body))).contains(fault);
    }

    @Test
    void refusesTasksOfWhatIsNoOrquestaWorkflow() {
        String id = requested("core.noop");

        assertThat(fault(server.post("/v1/executions/" + id + "/re_run", "{\"tasks\": [\"a\"]}")))
                .startsWith("Task option is only supported for Orquesta workflows.")
                .contains("'noop'");
    }

    @Test
    void inspectsAWorkflow() {
        String broken = VALID.replace("noop", "nope");

        HttpResponse<String> well = server.post("/v1/workflows/inspect", VALID, "Content-Type", "text/plain");
        HttpResponse<String> wrong = server.post("/v1/workflows/inspect", broken, "Content-Type", "text/plain");

        assertThat(well.statusCode()).isEqualTo(200);
        assertThat(array(well)).isEmpty();
        assertThat(array(wrong))
                .singleElement()
                .satisfies(finding ->
                        assertThat(objectOf(finding).get("spec_path")).isEqualTo("tasks.t1.action"));
        assertThat(server.engine.workflows.lastDefinition()).isEqualTo(broken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain; charset=utf-8", "text/yaml", "application/yaml", "application/x-yaml"})
    void takesTheTextOfAWorkflowUnderEveryNameOfYaml(String type) {
        HttpResponse<String> response = server.post("/v1/workflows/inspect", VALID, "Content-Type", type);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(server.engine.workflows.lastDefinition()).isEqualTo(VALID);
    }

    @Test
    void takesTheTextOfAWorkflowWithoutATypeAndAsAJsonString() {
        assertThat(server.post("/v1/workflows/inspect", VALID).statusCode()).isEqualTo(200);
        assertThat(server.engine.workflows.lastDefinition()).isEqualTo(VALID);

        assertThat(server.post("/v1/workflows/inspect", "\"version: 1.0\"", "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.engine.workflows.lastDefinition()).isEqualTo("version: 1.0");
    }

    @Test
    void refusesToInspectWhatIsNoText() {
        assertThat(fault(server.post("/v1/workflows/inspect", "{}", "Content-Type", "application/json")))
                .startsWith("Expected a JSON string as body, but found an object.");
        assertThat(fault(server.post(
                        "/v1/workflows/inspect", "a=b", "Content-Type", "application/x-www-form-urlencoded")))
                .contains("Send the text as text/plain.");
        assertThat(fault(server.post("/v1/workflows/inspect", "", "Content-Type", "text/plain")))
                .isEqualTo("Workflow definition is empty.");
    }

    @Test
    void inspectsForThoseWhoMaySeeActions() {
        server.engine.access.has("bob", "local_runner");

        HttpResponse<String> refused = server.send(
                "POST",
                "/v1/workflows/inspect",
                BodyPublishers.ofString(VALID),
                "X-Auth-Token",
                "bob",
                "Content-Type",
                "text/plain");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(String.valueOf(objectOf(json(refused)).get("faultstring"))).contains("action_view");
    }

    @Test
    void givesTheProgressOfAWorkflowApartFromWhatIsWrittenToStandardOutput() {
        String id = workflow();
        String path = "/v1/executions/" + id + "/output?output_type=";

        assertThat(server.get(path + "other").body()).isEqualTo("next: t1\n");
        assertThat(server.get(path + "stdout").body()).isEqualTo("out\n");
        assertThat(server.get(path + "all").body()).isEqualTo("out\nerr\nnext: t1\n");
        assertThat(arrayOf(json(server.get("/v1/executions/" + id + "/children"))))
                .isEmpty();
    }
}
