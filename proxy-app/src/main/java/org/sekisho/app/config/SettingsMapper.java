package org.sekisho.app.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.Network;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * How the values of the settings are written: durations as {@code 30s}, addresses as {@code host:port}, enums as small
 * words. A {@code long} in the settings is always a number of octets.
 */
final class SettingsMapper {
    static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
            // A list that is not written in an element of a list.
            .withConfigOverride(
                    List.class, override -> override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .annotationIntrospector(new SmallWords())
            .addModule(notations())
            .build();

    private SettingsMapper() {}

    /** The word for an enum's constant: {@code STARTTLS} is {@code starttls}, {@code NO_NAME} is {@code no-name}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static final class SmallWords extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public String[] findEnumValues(
                MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
            for (int i = 0; i < constants.length; i++) {
                names[i] = word(constants[i]);
            }
            return names;
        }
    }

    /** Whether values of that record are written as one word and not as a section. */
    static boolean isOneValue(Class<?> record) {
        return record == Endpoint.class || record == NameServer.class;
    }

    private static SimpleModule notations() {
        SimpleModule module = new SimpleModule("notations");
        add(module, Duration.class, DurationNotation::parse, DurationNotation::format);
        add(module, Endpoint.class, Endpoint::parse, Endpoint::toString);
        add(module, NameServer.class, NameServer::parse, NameServer::toString);
        add(module, Network.class, Network::parse, Network::toString);
        add(module, Path.class, Path::of, Path::toString);
        add(module, long.class, SizeNotation::parse, SizeNotation::format);
        module.addDeserializer(Placements.class, new PlacementsNotation.Reader());
        module.addSerializer(Placements.class, new PlacementsNotation.Writer());
        return module;
    }

    private static <T> void add(
            SimpleModule module, Class<T> type, Function<String, T> parse, Function<T, String> format) {
        module.addDeserializer(type, new Parsed<>(type, parse));
        module.addSerializer(type, new Formatted<>(type, format));
    }

    private static final class Parsed<T> extends StdScalarDeserializer<T> {
        private final transient Function<String, T> parse;

        Parsed(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.currentToken().isScalarValue()) {
                throw new IllegalArgumentException("must be one value");
            }
            return parse.apply(parser.getString());
        }
    }

    private static final class Formatted<T> extends StdScalarSerializer<T> {
        private final transient Function<T, String> format;

        Formatted(Class<T> type, Function<T, String> format) {
            super(type);
            this.format = format;
        }

        @Override
        public void serialize(T value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(format.apply(value));
        }
    }
}
