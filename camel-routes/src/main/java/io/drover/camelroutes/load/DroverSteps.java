package io.drover.camelroutes.load;

import io.drover.camelroutes.component.DroverComponent;
import io.drover.model.pack.Ref;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;

/** The addresses of the component {@code drover} in a route: triggers at its end, an action at its beginning. */
final class DroverSteps {
    private DroverSteps() {}

    /** {@return the triggers at which a route ends: one that has any is a sensor} */
    static List<Ref> triggers(RouteDefinition route) {
        List<Ref> triggers = new ArrayList<>();
        for (ToDefinition to : steps(route)) {
            String uri = uri(to);
            if (uri.startsWith(DroverComponent.TRIGGER)) {
                int question = uri.indexOf('?');
                String ref = uri.substring(DroverComponent.TRIGGER.length(), question < 0 ? uri.length() : question);
                if (Ref.looksLike(ref) && !triggers.contains(Ref.parse(ref))) {
                    triggers.add(Ref.parse(ref));
                }
            }
        }
        return triggers;
    }

    static boolean isSensor(Model model, String route) {
        RouteDefinition definition = model.getRouteDefinition(route);
        return definition != null && !triggers(definition).isEmpty();
    }

    /** @throws BrokenStep where a route begins at a trigger, or has an action among its steps */
    static void requireRightPlaces(RouteDefinition route) throws BrokenStep {
        String from = route.getInput().getUri();
        if (from.startsWith(DroverComponent.TRIGGER)) {
            throw new BrokenStep(route.getInput(), new IllegalArgumentException(DroverComponent.triggerInFrom(from)));
        }
        for (ToDefinition to : steps(route)) {
            if (uri(to).startsWith(DroverComponent.ACTION)) {
                throw new BrokenStep(to, new IllegalArgumentException(DroverComponent.actionAsStep(uri(to))));
            }
        }
    }

    private static Iterable<ToDefinition> steps(RouteDefinition route) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class);
    }

    private static String uri(ToDefinition to) {
        String uri = to.getUri() == null ? to.getEndpointUri() : to.getUri();
        return uri == null ? "" : uri;
    }
}
