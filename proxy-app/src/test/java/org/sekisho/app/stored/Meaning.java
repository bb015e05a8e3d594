package org.sekisho.app.stored;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sekisho.rules.allow.Subject;
import org.sekisho.settings.Network;
import org.sekisho.state.Codec;
import org.sekisho.state.Table;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/** What a stored value says, as people can read it: its components in JSON, without those that are empty. */
final class Meaning {
    static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultVisibility(visible -> visible.withGetterVisibility(Visibility.NONE)
                    .withIsGetterVisibility(Visibility.NONE)
                    .withFieldVisibility(Visibility.ANY))
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .addModule(texts())
            .build();

    private Meaning() {}

    static JsonNode of(Object value) {
        return JSON.valueToTree(value);
    }

    /** The value of this table that says so. */
    static <T> T value(Table<T> table, JsonNode means) {
        return JSON.treeToValue(means, JSON.constructType(valueType(table.codec())));
    }

    private static Type valueType(Codec<?> codec) {
        return Stream.of(codec.getClass().getGenericInterfaces())
                .filter(type -> type instanceof ParameterizedType codecs && codecs.getRawType() == Codec.class)
                .map(type -> ((ParameterizedType) type).getActualTypeArguments()[0])
                .findFirst()
                .orElseThrow(() -> new AssertionError(codec.getClass() + " does not say what it encodes"));
    }

    /** Whether all that is said there is said here, too; components that came later may say more. */
    static boolean says(JsonNode here, JsonNode there) {
        if (there.isObject()) {
            return there.properties().stream()
                    .allMatch(each -> here.has(each.getKey()) && says(here.get(each.getKey()), each.getValue()));
        }
        if (there.isArray()) {
            return here.size() == there.size()
                    && Stream.iterate(0, i -> i < there.size(), i -> i + 1)
                            .allMatch(i -> says(here.get(i), there.get(i)));
        }
        // Numbers of a kind: what was read from a file knows no difference between an int and a long.
        return here.toString().equals(there.toString());
    }

    private static SimpleModule texts() {
        SimpleModule module = new SimpleModule("texts");
        text(module, Network.class, Network::parse);
        text(module, Subject.class, Subject::parse);
        return module;
    }

    private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addDeserializer(type, new StdScalarDeserializer<>(type) {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) {
                return parse.apply(parser.getString());
            }
        });
        module.addSerializer(type, new StdScalarSerializer<>(type) {
            @Override
            public void serialize(T value, JsonGenerator out, SerializationContext context) {
                out.writeString(value.toString());
            }
        });
    }
}
