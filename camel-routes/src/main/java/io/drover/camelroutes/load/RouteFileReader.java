package io.drover.camelroutes.load;

import io.drover.camelroutes.source.Source;
import io.drover.model.pack.RouteFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Reads route files into a context. No route is started by it, and each source gets the settings under which it is
 * acknowledged after the commit.
 */
final class RouteFileReader {
    /** Marks the routes that are built only to see whether they can be. */
    private static final String TRIAL = "~trial";

    private final DefaultCamelContext context;
    private final String pack;

    RouteFileReader(DefaultCamelContext context, String pack) {
        this.context = context;
        this.pack = pack;
    }

    /**
     * Builds the file's routes under other ids beside the running ones, and takes them away again.
     *
     * @param taken the route ids of other files, with the file
     */
    void check(RouteFile file, Map<String, String> taken) throws Exception {
        Set<String> built = new HashSet<>();
        try {
            for (RouteBuilder builder : builders(file)) {
                List<RouteDefinition> routes = definitions(builder, file, taken);
                for (RouteDefinition route : routes) {
                    String id = route.getRouteId();
                    route.setId(id + TRIAL);
                    built.add(id + TRIAL);
                    complete(route, id);
                }
                build(builder, routes);
            }
        } finally {
            for (String id : built) {
                remove(id);
            }
        }
    }

    /**
     * Adds the file's routes, without starting them.
     *
     * @return where they take their exchanges from, by route id
     */
    Map<String, Source> add(RouteFile file, Map<String, String> taken) throws Exception {
        Map<String, Source> sources = new LinkedHashMap<>();
        for (RouteBuilder builder : builders(file)) {
            List<RouteDefinition> routes = definitions(builder, file, taken);
            for (RouteDefinition route : routes) {
                sources.put(route.getRouteId(), complete(route, route.getRouteId()));
            }
            if (builder instanceof RouteConfigurationsBuilder configurations) {
                context.addRoutesConfigurations(configurations);
            }
            build(builder, routes);
            context.addTemplatedRoutes(builder);
        }
        return sources;
    }

    /** Takes a route, which does not run, away with its definition. */
    void remove(String route) throws Exception {
        context.removeRoute(route);
        RouteDefinition definition = context.getRouteDefinition(route);
        if (definition != null) {
            context.removeRouteDefinition(definition);
        }
    }

    private void build(RouteBuilder builder, List<RouteDefinition> routes) throws BrokenStep {
        Optional<Throwable> broken = ForeignCode.run(() -> context.addRoutes(builder));
        if (broken.isPresent()) {
            throw BrokenStep.of(routes, broken.orElseThrow());
        }
    }

    private List<RouteBuilder> builders(RouteFile file) throws Exception {
        Resource resource = ResourceHelper.fromString("file:" + file.file(), file.text());
        List<RouteBuilder> builders = new ArrayList<>();
        for (RoutesBuilder builder : PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)) {
            builders.add((RouteBuilder) builder);
        }
        return builders;
    }

    private List<RouteDefinition> definitions(RouteBuilder builder, RouteFile file, Map<String, String> taken)
            throws Exception {
        List<RouteDefinition> routes = builder.configureRoutes(context).getRoutes();
        String name = file.path().getFileName().toString();
        String stem = name.substring(0, Math.max(1, name.indexOf('.')));
        int unnamed = 0;
        Set<String> seen = new HashSet<>();
        for (RouteDefinition route : routes) {
            if (route.getRouteId() == null) {
                unnamed++;
                route.setId(unnamed == 1 ? stem : stem + "-" + unnamed);
            }
            String other = seen.add(route.getRouteId()) ? taken.get(route.getRouteId()) : file.file();
            if (other != null) {
                throw new IllegalArgumentException("Expected route ids that are unique in the pack, but '"
                        + route.getRouteId() + "' is in '" + other + "', too. Give one of them another id.");
            }
            String from = route.getInput().getUri();
            if (from.startsWith("{{")) {
                route.getInput().setUri(context.resolvePropertyPlaceholders(from));
            }
            DroverSteps.requireRightPlaces(route);
        }
        return routes;
    }

    private Source complete(RouteDefinition route, String id) {
        route.setAutoStartup("false");
        Source source = Source.of(route.getInput().getUri(), pack, id);
        route.getInput().setUri(source.uri());
        return source;
    }
}
