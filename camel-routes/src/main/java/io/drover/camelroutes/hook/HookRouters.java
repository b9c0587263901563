package io.drover.camelroutes.hook;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The paths of packs on the daemon's HTTP server: a router for all of them, to be mounted at {@code /hooks/*}, and in it
 * one per pack.
 */
public final class HookRouters {
    private final Vertx vertx;
    private final Router all;
    private final Handler<RoutingContext> authentication;
    private final long largestBody;
    private final Map<String, Route> mounted = new ConcurrentHashMap<>();

    /**
     * @param authentication lets a request pass with {@code next()} or answers it; in front of every route that does not
     *     say otherwise in {@code pack.yaml}
     * @param largestBody in bytes; beyond it a request is answered with 413
     */
    public HookRouters(Vertx vertx, Handler<RoutingContext> authentication, long largestBody) {
        this.vertx = vertx;
        this.all = Router.router(vertx);
        this.authentication = authentication;
        this.largestBody = largestBody;
    }

    /** {@return the router with the paths of all packs} */
    public Router router() {
        return all;
    }

    /** Gives a pack its paths; those of an earlier mount are gone. */
    PackRouter mount(String pack) {
        unmount(pack);
        Router router = Router.router(vertx);
        mounted.put(pack, all.route("/" + pack + "/*").subRouter(router));
        return new PackRouter(vertx, router, largestBody);
    }

    void unmount(String pack) {
        Route route = mounted.remove(pack);
        if (route != null) {
            route.remove();
        }
    }

    Handler<RoutingContext> authentication() {
        return authentication;
    }
}
