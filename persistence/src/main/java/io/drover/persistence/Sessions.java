package io.drover.persistence;

import io.drover.persistence.sql.Database;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.cfg.AvailableSettings;

/** Starts Hibernate: it is told everything, so that it need not ask the database. */
final class Sessions {
    private static final int BATCH_SIZE = 100;

    private Sessions() {}

    static SessionFactory over(DataSource source, Database database) {
        StandardServiceRegistry services = new StandardServiceRegistryBuilder(
                        new BootstrapServiceRegistryBuilder().build())
                .applySettings(settings(source, database))
                .addService(BytecodeProvider.class, new BytecodeProviderImpl())
                .build();
        MetadataSources sources = new MetadataSources(services);
        HibernateTransaction.rows().forEach(sources::addAnnotatedClass);
        return sources.buildMetadata().buildSessionFactory();
    }

    private static Map<String, Object> settings(DataSource source, Database database) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, source);
        settings.put(AvailableSettings.DIALECT, database.dialect());
        settings.put(AvailableSettings.ALLOW_METADATA_ON_BOOT, false);
        settings.put(AvailableSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, true);
        settings.put(AvailableSettings.STATEMENT_BATCH_SIZE, BATCH_SIZE);
        settings.put(AvailableSettings.JDBC_TIME_ZONE, "UTC");
        settings.put(AvailableSettings.USE_SECOND_LEVEL_CACHE, false);
        settings.put(AvailableSettings.USE_QUERY_CACHE, false);
        settings.put(AvailableSettings.HBM2DDL_AUTO, "none");
        settings.put(AvailableSettings.IN_CLAUSE_PARAMETER_PADDING, true);
        settings.put("hibernate.query.startup_check", false);
        settings.put("hibernate.xml_mapping_enabled", false);
        settings.put("jakarta.persistence.validation.mode", "none");
        return settings;
    }
}
