package org.sekisho.app.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Stage;
import org.sekisho.rules.FailureAnswer;
import org.sekisho.rules.Placement;
import org.sekisho.rules.RuleType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * {@link Placements} as a section with a section for each rule, in which the keys that every rule has stand beside those
 * of its settings record.
 */
final class PlacementsNotation {
    private PlacementsNotation() {}

    /** Takes a complete tree, and the rules that there are from the context's attribute {@code RuleBook.class}. */
    static final class Reader extends StdDeserializer<Placements> {
        Reader() {
            super(Placements.class);
        }

        @Override
        public Placements deserialize(JsonParser parser, DeserializationContext context) {
            JsonNode rules = section(context.readTree(parser));
            RuleBook book = (RuleBook) context.getAttribute(RuleBook.class);
            Map<String, Placement<?, ?>> placements = new LinkedHashMap<>();
            for (RuleType<?, ?> type : book.types()) {
                JsonNode keys = rules.path(type.name());
                placements.put(type.name(), within(type.name(), context, () -> placement(type, keys, context)));
            }
            return new Placements(placements);
        }

        private <K extends Stage, S extends Record> Placement<K, S> placement(
                RuleType<K, S> type, JsonNode written, DeserializationContext context) {
            ObjectNode own = section(written).deepCopy();
            ObjectNode common = own.objectNode();
            RuleBook.commonKeys(type).keySet().stream()
                    .filter(own::has)
                    .forEach(key -> common.set(key, own.remove(key)));
            return new Placement<>(
                    type,
                    value(common, RuleBook.MODE, Mode.class, context),
                    value(common, RuleBook.TIMEOUT, Duration.class, context),
                    type.failureKey().isPresent()
                            ? value(common, type.failureKey().get(), FailureAnswer.class, context)
                            : FailureAnswer.PASS,
                    context.readTreeAsValue(own, type.settings()));
        }

        private static <T> T value(ObjectNode common, String key, Class<T> type, DeserializationContext context) {
            return within(key, context, () -> context.readTreeAsValue(common.get(key), type));
        }

        private static ObjectNode section(JsonNode written) {
            if (written instanceof ObjectNode section) {
                return section;
            }
            throw new IllegalArgumentException("must be a section, such as {mode: observe}");
        }

        /** A failure within knows that it lies under that key. */
        private static <T> T within(String key, DeserializationContext context, Reading<T> reading) {
            try {
                return reading.read();
            } catch (JacksonException e) {
                throw e.prependPath(Placements.class, key);
            } catch (IllegalArgumentException e) {
                throw DatabindException.wrapWithPath(context, e, new JacksonException.Reference(Placements.class, key));
            }
        }

        private interface Reading<T> {
            T read();
        }
    }

    static final class Writer extends StdSerializer<Placements> {
        Writer() {
            super(Placements.class);
        }

        @Override
        public void serialize(Placements placements, JsonGenerator generator, SerializationContext context) {
            generator.writeStartObject();
            placements.byName().forEach((name, placement) -> {
                generator.writeName(name);
                generator.writeTree(tree(placement));
            });
            generator.writeEndObject();
        }

        private static ObjectNode tree(Placement<?, ?> placement) {
            ObjectNode tree = SettingsMapper.YAML.createObjectNode();
            tree.set(RuleBook.MODE, SettingsMapper.YAML.valueToTree(placement.mode()));
            tree.set(RuleBook.TIMEOUT, SettingsMapper.YAML.valueToTree(placement.timeout()));
            placement
                    .type()
                    .failureKey()
                    .ifPresent(key -> tree.set(key, SettingsMapper.YAML.valueToTree(placement.onFailure())));
            tree.setAll((ObjectNode) SettingsMapper.YAML.valueToTree(placement.settings()));
            return tree;
        }
    }
}
