package org.sekisho.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP. Java has it in {@code sun.misc.Signal} only, which the compiler does not let us name; where there is no such
 * class or signal, nothing happens.
 */
final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

    private Hangup() {}

    /**
     * From now on the signal has that work done and does not end the program. It is called on a bare thread of the virtual
     * machine, without a class loader: it should hand the work on.
     */
    static void then(Runnable work) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        work.run();
                        return nothing();
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handling);
        } catch (InvocationTargetException e) {
            LOG.warn("SIGHUP does not reload the configuration here: {}; say 'sekisho reload'", e.getCause());
        } catch (ReflectiveOperationException e) {
            LOG.warn("SIGHUP does not reload the configuration here: {}; say 'sekisho reload'", e);
        }
    }

    private static @Nullable Object nothing() {
        return null;
    }
}
