package io.drover.camelroutes.load;

import java.util.List;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NamedNode;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.EndpointHelper;
import org.jspecify.annotations.Nullable;

/** A route that cannot be built, with the line of the step that is to blame. */
final class BrokenStep extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;

    /** @param step the one to blame; null where it is not known */
    BrokenStep(@Nullable NamedNode step, Throwable cause) {
        super(cause.getMessage(), cause);
        this.line = step == null ? 0 : Math.max(0, step.getLineNumber());
    }

    /** Finds the step to blame for what Camel threw while it built the routes. */
    static BrokenStep of(List<RouteDefinition> routes, Throwable thrown) {
        @Nullable RouteDefinition route = null;
        @Nullable String uri = null;
        String text = "";
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException failed) {
                text = String.valueOf(failed.getMessage());
                route = routes.stream()
                        .filter(candidate -> candidate.getRouteId().equals(failed.getRouteId()))
                        .findFirst()
                        .orElse(null);
            } else if (cause instanceof ResolveEndpointFailedException refused) {
                uri = refused.getUri();
            } else if (cause instanceof NoSuchEndpointException missing) {
                uri = missing.getUri();
            }
        }
        return new BrokenStep(route == null ? null : step(route, uri, text), thrown);
    }

    /** {@return counted from 1; 0 where it is not known} */
    int line() {
        return line;
    }

    @SuppressWarnings("rawtypes") // as Camel declares its steps
    private static @Nullable NamedNode step(RouteDefinition route, @Nullable String uri, String text) {
        if (isAt(uri, route.getInput().getUri())) {
            return route.getInput();
        }
        NamedNode named = null;
        for (ProcessorDefinition step :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
            if (step instanceof EndpointRequiredDefinition sending && isAt(uri, sending.getEndpointUri())) {
                return step;
            }
            if (named == null && text.contains(">>> " + step + " <<<")) {
                named = step;
            }
        }
        return named;
    }

    private static boolean isAt(@Nullable String uri, @Nullable String written) {
        return uri != null
                && written != null
                && EndpointHelper.normalizeEndpointUri(uri).equals(EndpointHelper.normalizeEndpointUri(written));
    }
}
