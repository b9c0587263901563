package io.drover.engine;

import io.drover.engine.access.AccessSettings;
import io.drover.engine.datastore.StackStormFormat;
import io.drover.engine.retain.RetentionSettings;
import io.drover.engine.trace.Tracing;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.timer.Missed;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How an engine works.
 *
 * @param node this node's name; its executions are claimed in this name
 * @param home names this node's data folder: another node of the same name has another
 * @param life names this process among all that ever had this node's name
 * @param user on whose behalf executions of rules run
 * @param workers most actions that run at once
 * @param mostOpen most events and executions under way before new ones are turned away
 * @param mostOverruns for how many events within an hour a rule may run over its budget before it is quarantined
 * @param mostMatches how often a rule may match within a minute before it is quarantined
 * @param mostHeld how many events the rules of a pack may hold together before the one that holds most is quarantined
 * @param mostReplayed how many events the session of a pack's DRL rules is filled with again at most
 * @param lateness how late an event may be for rules over several events
 * @param timeZone of timers that name none
 * @param missed what becomes of the times that a timer missed, where it does not say
 * @param outputLimit most characters of output kept per execution
 * @param validateOutput whether a result that its action's output schema does not allow is a failure
 * @param endEvents with which of the ends of executions rules hear of them
 * @param grace between the polite and the final signal to a program
 * @param patience how long a commit is tried while the database does not answer
 * @param access how people get in
 * @param retention how long things are kept
 * @param keyFile where the keys of secrets lie; made when first needed
 * @param stackStormFormat whether secrets of the datastore are read and written as StackStorm does
 * @param packFolders the folders of packs to be registered, the first of a ref wins
 * @param api where actions reach this daemon
 * @param audited gets every audit record once it is committed, in order
 * @param replaced is told that another process works under this node's name, so that this one must end
 * @param auditKeepDays how many days before today audit records are kept; null: for ever
 * @param tracing tells of events and what came of them, as spans
 * @param failPoint is told where the engine stands, so that tests can end the process there
 */
public record EngineSettings(
        String node,
        String home,
        String life,
        String user,
        int workers,
        int mostOpen,
        int mostOverruns,
        int mostMatches,
        int mostHeld,
        int mostReplayed,
        Duration lateness,
        ZoneId timeZone,
        Missed missed,
        long outputLimit,
        boolean validateOutput,
        Set<ExecutionStatus> endEvents,
        Duration grace,
        Duration patience,
        AccessSettings access,
        RetentionSettings retention,
        Path keyFile,
        StackStormFormat stackStormFormat,
        Supplier<List<Path>> packFolders,
        Supplier<URI> api,
        Consumer<List<AuditRecord>> audited,
        Runnable replaced,
        @Nullable Integer auditKeepDays,
        Tracing tracing,
        Consumer<String> failPoint) {}
