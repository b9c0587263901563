package io.drover.camelroutes.load;

import io.drover.camelroutes.component.ActionConsumer;
import io.drover.camelroutes.component.DroverComponent;
import io.drover.camelroutes.component.TriggerDoor;
import io.drover.camelroutes.hook.HookRouters;
import io.drover.camelroutes.hook.PackHooks;
import io.drover.camelroutes.source.SafeEndpoints;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.SensorWatch;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The CamelContext of one pack: what its routes live in, made from its settings. */
final class PackContext {
    private static final Logger LOG = LoggerFactory.getLogger(PackContext.class);
    private static final int SHUTDOWN_SECONDS = 3;

    private final PackSettings settings;
    private final DefaultCamelContext context;
    private final DroverComponent component;
    private final @Nullable PackHooks hooks;
    private final ProducerTemplate producer;
    private final RouteRuns runs;
    private final RouteFiles files;

    PackContext(
            PackSettings settings,
            TriggerDoor door,
            @Nullable HookRouters routers,
            Supplier<SensorWatch> watch,
            Predicate<Ref> here,
            ScheduledExecutorService workers) {
        String pack = settings.pack();
        this.settings = settings;
        this.component = new DroverComponent(pack, door);
        this.runs = new RouteRuns(pack);
        this.context = configured(settings);
        context.build();
        context.addComponent(DroverComponent.SCHEME, component);
        context.addRoutePolicyFactory(new Failures(pack, runs, door));
        context.getCamelContextExtension().addInterceptStrategy(new Decoding(pack, door));
        SafeEndpoints.in(context);
        this.hooks = routers == null ? null : PackHooks.open(context, pack, routers, settings.hooks());
        context.start();
        this.producer = context.createProducerTemplate();
        this.files = new RouteFiles(settings, context, runs, watch, here, workers);
    }

    private static DefaultCamelContext configured(PackSettings settings) {
        DefaultCamelContext context = new DefaultCamelContext(false);
        context.disableJMX();
        context.getCamelContextExtension().setName("drover-" + settings.pack());
        context.setApplicationContextClassLoader(settings.classLoader(PackContext.class.getClassLoader()));
        context.setStartupSummaryLevel(StartupSummaryLevel.Off);
        context.setSourceLocationEnabled(true);
        context.getShutdownStrategy().setTimeout(SHUTDOWN_SECONDS);
        context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        PropertiesComponent placeholders = new PropertiesComponent();
        placeholders.setInitialProperties(settings.placeholders());
        placeholders.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        placeholders.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
        context.setPropertiesComponent(placeholders);
        return context;
    }

    PackSettings settings() {
        return settings;
    }

    RouteFiles files() {
        return files;
    }

    RouteRuns runs() {
        return runs;
    }

    /** {@return what sends exchanges to endpoints of this context} */
    ProducerTemplate producer() {
        return producer;
    }

    /** {@return the running route that carries out the action} */
    Optional<ActionConsumer> action(Ref action) {
        return component.action(action);
    }

    void close() {
        runs.stopAll();
        producer.stop();
        context.stop();
        if (hooks != null) {
            hooks.unmount();
        }
        if (context.getApplicationContextClassLoader() instanceof Closeable libraries
                && libraries != PackContext.class.getClassLoader()) {
            try {
                libraries.close();
            } catch (IOException e) {
                LOG.warn("The libraries of the pack '{}' were not closed in order.", settings.pack(), e);
            }
        }
    }
}
