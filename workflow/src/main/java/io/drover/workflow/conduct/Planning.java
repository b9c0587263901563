package io.drover.workflow.conduct;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.Value;
import io.drover.expressions.workflow.WorkflowScope;
import io.drover.workflow.Status;
import io.drover.workflow.definition.Task;
import io.drover.workflow.definition.WithItems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is to start now: every staged task that is ready, rendered (spec of Orquesta, sections 6 to 8). */
final class Planning {
    private static final long LARGEST_KEPT = 16L * 1024 * 1024;

    private final Progress progress;
    private final RepeatedJoins repeated;
    /** Characters and values given to what starts. */
    private long given;

    Planning(Progress progress) {
        this.progress = progress;
        this.repeated = new RepeatedJoins(progress);
    }

    /** {@return the tasks by name and route; none where any of them cannot be rendered, which fails the workflow} */
    List<TaskRequest> requests() {
        List<StagedTask> ready =
                progress.staged.stream().filter(StagedTask::isNext).toList();
        List<StagedTask> cleanUps = progress.status == Status.FAILED
                ? ready.stream().filter(StagedTask::cleanUp).toList()
                : List.of();
        if (!progress.status.isRunning() && cleanUps.isEmpty()) {
            return List.of();
        }
        List<StagedTask> starting = cleanUps.isEmpty() ? ready : cleanUps;
        List<TaskRequest> requests = new ArrayList<>();
        boolean failed = false;
        for (StagedTask staged : starting) {
            try {
                if (!repeated.waits(staged, starting)) {
                    request(staged, requests);
                }
            } catch (ExpressionException failure) {
                progress.log(failure, staged.task(), staged.route(), null);
                failed = true;
            }
        }
        if (failed) {
            progress.fail();
            return List.of();
        }
        requests.sort(Comparator.comparing(TaskRequest::task).thenComparing(TaskRequest::route));
        return requests;
    }

    private void request(StagedTask staged, List<TaskRequest> requests) {
        Task task = progress.workflow.tasks().get(staged.task());
        if (task == null) { // a command that was rerun; see Quirk.BREAKDOWNS
            requests.add(new TaskRequest(staged.task(), staged.route(), null, null, null, List.of(), true));
            return;
        }
        WorkflowScope scope = TaskFunctions.of(progress, staged.task(), staged.route(), null)
                .over(progress.contexts.merged(contexts(staged)));
        if (task.items() == null) {
            ActionRequest action = action(staged, task, null, null, scope);
            give(action);
            Long delay = delay(staged, task, scope);
            requests.add(new TaskRequest(
                    staged.task(),
                    staged.route(),
                    null,
                    null,
                    delay,
                    List.of(action.delayedBy(delay)),
                    task.action() == null));
        } else {
            TaskRequest request = items(staged, task, task.items(), scope);
            if (!request.actions().isEmpty() || request.actionless()) {
                requests.add(request);
            }
        }
    }

    private List<Integer> contexts(StagedTask staged) {
        if (!progress.keeps(Quirk.SHALLOW_RERUN)) {
            return staged.contexts();
        }
        return Objects.requireNonNull(progress.staged(staged.task(), staged.route()))
                .contexts();
    }

    private TaskRequest items(StagedTask staged, Task task, WithItems with, WorkflowScope scope) {
        boolean isNew = staged.items() == null || staged.items().isEmpty();
        List<? extends @Nullable Object> kept = isNew ? null : staged.elements();
        List<? extends @Nullable Object> elements = kept == null ? elements(with, scope) : kept;
        Items items = isNew
                ? Items.unstarted(progress.nextItemList(), elements.size())
                : Objects.requireNonNull(staged.items());
        Long concurrency = concurrency(with, scope);
        long most = concurrency == null ? progress.limits.atOnce() : concurrency;
        List<Integer> starting = items.unstarted(Math.max(0, most - items.count(Status::isActive)));
        boolean all = isNew || progress.keeps(Quirk.ITEMS_READ_AGAIN);
        Set<Integer> now = Set.copyOf(starting);
        List<ActionRequest> actions = new ArrayList<>();
        // an item that cannot be rendered shows before the first of them has run; what starts later is not held until
        // then
        for (int i : all ? IntStream.range(0, elements.size()).boxed().toList() : starting) {
            if (i < elements.size()) {
                ActionRequest action = action(staged, task, i, with.item(elements.get(i)), scope);
                if (now.contains(i)) {
                    give(action);
                    actions.add(action);
                }
            }
        }
        Long delay = delay(staged, task, scope);
        if (all) {
            actions.replaceAll(action -> action.delayedBy(delay));
        }
        if (isNew) {
            progress.put(staged.withItems(items, kept(elements)));
        }
        return new TaskRequest(
                staged.task(), staged.route(), elements.size(), concurrency, delay, actions, elements.isEmpty());
    }

    /** What starts at once is committed at once. */
    private void give(ActionRequest action) {
        given += Values.size(action.input());
        if (given > progress.limits.inputSize()) {
            throw new ExpressionException(
                    "InputLimitError",
                    "What starts at once would be given " + given
                            + " characters and values as input or more, but at most "
                            + progress.limits.inputSize()
                            + " are allowed. Pass less, or have fewer items run at a time by 'concurrency'.");
        }
    }

    /**
     * {@return the elements where they can be kept until all items have started; the others are rendered each time, as in the
     * reference}
     */
    private @Nullable List<? extends @Nullable Object> kept(List<? extends @Nullable Object> elements) {
        boolean can = !progress.keeps(Quirk.ITEMS_READ_AGAIN)
                && Values.isPlain(elements)
                && Values.size(elements) <= LARGEST_KEPT;
        return can ? (List<?>) Values.plain(elements) : null;
    }

    private List<? extends @Nullable Object> elements(WithItems with, WorkflowScope scope) {
        Object value = Rendering.value(with.expression(), scope);
        if (value instanceof Collection<?> view
                && !(value instanceof List)
                && !progress.keeps(Quirk.SETS_ARE_NO_LISTS)) {
            value = new ArrayList<>(view);
        }
        if (!(value instanceof List<?> elements)) {
            throw new ExpressionException(
                            "TypeError", "The value of \"" + with.expression() + "\" is not type of list.")
                    .found(Values.told("It is", value));
        }
        if (elements.size() > progress.limits.items()) {
            throw new ExpressionException(
                    "ItemLimitError",
                    "The value of \"" + with.expression() + "\" has " + elements.size() + " items, but at most "
                            + progress.limits.items() + " are allowed. Split it over several runs.");
        }
        return elements;
    }

    private static @Nullable Long concurrency(WithItems with, WorkflowScope scope) {
        Object value = Rendering.value(with.concurrency(), scope);
        if (value == null) {
            return null;
        }
        if (value instanceof Boolean) {
            return 1L; // true is 1 in Python, and what is below 1 counts as 1
        }
        if (!(value instanceof Long number)) {
            throw new ExpressionException(
                            "TypeError",
                            value instanceof Double
                                    ? "slice indices must be integers or None or have an __index__ method"
                                    : "'<=' not supported between instances of '" + Value.typeName(value)
                                            + "' and 'int'")
                    .found(Values.told("The concurrency " + with.concurrency() + " is", value));
        }
        return Math.max(1, number);
    }

    private static ActionRequest action(
            StagedTask staged, Task task, @Nullable Integer index, @Nullable Object item, WorkflowScope scope) {
        WorkflowScope own = scope;
        if (index != null) {
            Map<String, ExpressionFunction> functions = TaskFunctions.item(item);
            own = scope.with(functions);
        }
        Object action = Values.plain(Rendering.value(task.action(), own));
        Object input = Values.plain(Rendering.value(task.input(), own));
        return new ActionRequest(staged.task(), staged.route(), index, action, input, null).computedFrom(task.input());
    }

    private static @Nullable Long delay(StagedTask staged, Task task, WorkflowScope scope) {
        Long delay = null;
        if (task.delay() != null) {
            Object value = Rendering.value(task.delay(), scope);
            if (value instanceof Boolean flag) {
                value = flag ? 1L : 0L;
            }
            if (!(value instanceof Long seconds)) {
                throw new ExpressionException("TypeError", "The value of task delay is not type of integer.")
                        .found(Values.told("The delay " + task.delay() + " is", value));
            }
            delay = seconds;
        }
        RetryState retry = staged.retry();
        return retry == null ? delay : Long.valueOf(retry.delay() == null ? 0 : retry.delay());
    }
}
