package io.github.stepnet.jobs.local;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C and {@code kill} as a call, while it is open. The second one ends the JVM at once.
 *
 * <p>Not a shutdown hook: once the JVM is on its way down, libraries that are still starting fail because they cannot add
 * hooks of their own, and the hooks of those that run close things in any order.
 *
 * <p>{@code sun.misc.Signal} is in the module {@code jdk.unsupported}, which every JDK has and no compiler lets pass without a
 * warning: hence reflection. Where it does not work, Ctrl-C ends the JVM as usual.
 */
public final class Signals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    /** Exit codes as shells give them: 128 and the signal's number. */
    private static final Map<String, Integer> CODES = Map.of("INT", 130, "TERM", 143);

    private final Runnable action;
    private final AtomicInteger caught = new AtomicInteger();
    private final Map<String, Object> before = new LinkedHashMap<>();

    private Signals(Runnable action) {
        this.action = action;
    }

    /** Calls the action, in a thread of the JVM's, at the first signal. */
    public static Signals call(Runnable action) {
        Signals signals = new Signals(action);
        for (String name : CODES.keySet()) {
            try {
                signals.before.put(name, handle(name, signals.handler(CODES.get(name))));
            } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
                LOG.info("SIG{} ends the process at once", name, unavailable);
            }
        }
        return signals;
    }

    private Object handler(int code) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.SignalHandler");
        return Proxy.newProxyInstance(
                Signals.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return ofObject(method, proxy, arguments);
                    }
                    if (!caught.compareAndSet(0, code)) {
                        Runtime.getRuntime().halt(code);
                    }
                    action.run();
                    return null;
                });
    }

    private Object ofObject(Method method, Object proxy, Object[] arguments)
            throws InvocationTargetException, IllegalAccessException {
        return method.getName().equals("equals")
                ? Boolean.valueOf(proxy == arguments[0])
                : method.invoke(this, arguments);
    }

    /** Returns the handler before. */
    private static Object handle(String name, Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handlers = Class.forName("sun.misc.SignalHandler");
        Object named = signal.getConstructor(String.class).newInstance(name);
        return signal.getMethod("handle", signal, handlers).invoke(null, named, handler);
    }

    /** The exit code that the signal asks for, or 0 if none has come. */
    public int exitCode() {
        return caught.get();
    }

    /** Signals do what they did before. */
    @Override
    public void close() {
        before.forEach((name, handler) -> {
            try {
                handle(name, handler);
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("SIG" + name + " had a handler and cannot get it back", impossible);
            }
        });
    }
}
