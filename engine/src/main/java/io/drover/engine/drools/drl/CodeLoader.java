package io.drover.engine.drools.drl;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loads what was compiled for a pack. What rules have no business with is hidden from them: that is no wall against who may
 * install code, but it tells an author that a consequence performs no action itself.
 */
final class CodeLoader extends ClassLoader {
    /** Classes with what lies in them; packages end with a dot. */
    private static final List<String> HIDDEN = List.of(
            "java.lang.Runtime",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.System",
            "java.lang.Thread",
            "java.lang.ClassLoader",
            "java.lang.reflect.",
            "java.io.File",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.FileReader",
            "java.io.FileWriter",
            "java.io.RandomAccessFile",
            "java.nio.file.",
            "java.nio.channels.",
            "java.net.",
            "java.sql.");

    private static final List<String> OURS = List.of("io.drover.model.", "org.drools.", "org.kie.");

    /** Up to Java 17 what is called by reflection fifteen times becomes a class of its own, which extends one of these. */
    private static final String REFLECTION = "jdk.internal.reflect.";

    private final Map<String, byte[]> classes;
    private final List<CodeLoader> others;

    /**
     * A loader.
     *
     * @param classes by the path of their file
     * @param others are asked first
     */
    CodeLoader(Map<String, byte[]> classes, List<CodeLoader> others) {
        super(CodeLoader.class.getClassLoader());
        this.classes = Map.copyOf(classes);
        this.others = List.copyOf(others);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        Class<?> own = find(name);
        if (own != null) {
            return own;
        }
        if (!isSeen(name)) {
            throw new ClassNotFoundException(name);
        }
        return super.loadClass(name, resolve);
    }

    private @Nullable Class<?> find(String name) {
        for (CodeLoader other : others) {
            Class<?> found = other.find(name);
            if (found != null) {
                return found;
            }
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            byte[] code = classes.get(path(name));
            return loaded != null || code == null ? loaded : defineClass(name, code, 0, code.length);
        }
    }

    private static String path(String name) {
        return name.replace('.', '/') + ".class";
    }

    private static boolean isSeen(String name) {
        return HIDDEN.stream().noneMatch(hidden -> isIn(hidden, name))
                && (name.startsWith("java.")
                        || name.startsWith(REFLECTION)
                        || OURS.stream().anyMatch(name::startsWith));
    }

    private static boolean isIn(String hidden, String name) {
        return name.startsWith(hidden)
                && (hidden.endsWith(".") || name.length() == hidden.length() || name.charAt(hidden.length()) == '$');
    }

    @Override
    public @Nullable URL getResource(String path) {
        byte[] code = code(path);
        if (code == null) {
            return isSeenFile(path) ? super.getResource(path) : null;
        }
        try {
            return new URL(null, "drl:" + path, new Handler(code));
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException("Any path makes a URL", impossible);
        }
    }

    /** Reads what lies in memory. */
    private static final class Handler extends URLStreamHandler {
        private final byte[] content;

        Handler(byte[] content) {
            this.content = content.clone();
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {
                    connected = true;
                }

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(content);
                }
            };
        }
    }

    private static boolean isSeenFile(String path) {
        return !path.endsWith(".class")
                || isSeen(path.substring(0, path.length() - ".class".length()).replace('/', '.'));
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String path) {
        byte[] code = code(path);
        if (code != null) {
            return new ByteArrayInputStream(code);
        }
        return isSeenFile(path) ? super.getResourceAsStream(path) : null;
    }

    private byte @Nullable [] code(String path) {
        for (CodeLoader other : others) {
            byte[] found = other.code(path);
            if (found != null) {
                return found;
            }
        }
        return classes.get(path);
    }
}
