package io.drover.camelroutes.hook;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** The paths of one pack, with the limit for bodies in front of each. */
final class PackRouter extends VertxPlatformHttpRouter {
    /** The name under which Camel looks for a router whose port it does not know. */
    static final String NAME = PLATFORM_HTTP_ROUTER_NAME_ZERO;

    private final long largestBody;

    PackRouter(Vertx vertx, Router router, long largestBody) {
        super(null, vertx, router, NAME);
        this.largestBody = largestBody;
    }

    @Override
    public Handler<RoutingContext> bodyHandler() {
        return BodyHandler.create(false).setBodyLimit(largestBody);
    }
}
