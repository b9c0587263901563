package io.drover.camelroutes.load;

import io.drover.model.pack.RouteFile;
import java.util.List;

/** A route file in force, with the ids of its routes. */
record LoadedFile(RouteFile file, List<String> routes) {
    LoadedFile {
        routes = List.copyOf(routes);
    }
}
