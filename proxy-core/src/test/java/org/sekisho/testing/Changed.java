package org.sekisho.testing;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Settings that differ from others in a few components: a test names what it is about, and nothing else. */
public final class Changed {
    private Changed() {}

    /**
     * The record with other values in the named components.
     *
     * @throws IllegalArgumentException if there is no such component, or what the record's own check says
     */
    @SuppressWarnings("unchecked")
    public static <R extends Record> R in(R was, Map<String, ?> values) {
        RecordComponent[] components = was.getClass().getRecordComponents();
        Set<String> unknown = new HashSet<>(values.keySet());
        Object[] all = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                String name = components[i].getName();
                unknown.remove(name);
                all[i] = values.containsKey(name)
                        ? values.get(name)
                        : components[i].getAccessor().invoke(was);
            }
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException(was.getClass().getSimpleName() + " has no component " + unknown);
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return (R) was.getClass().getDeclaredConstructor(types).newInstance(all);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot change " + was.getClass().getSimpleName(), e);
        }
    }

    /** The same for one component. */
    public static <R extends Record> R in(R was, String component, Object value) {
        return in(was, Map.of(component, value));
    }
}
