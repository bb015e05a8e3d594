package org.sekisho.app.config;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sekisho.rules.jail.JailSettings;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.Network;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema of the configuration file, made from the records that it is bound to, with a description and a default
 * for each key. Editors use it, and so do the environment variables and docs/configuration.md.
 */
public final class SettingsSchema {
    private final Properties descriptions = descriptions();
    private final ObjectNode schema;

    public SettingsSchema() {
        this(RuleBook.SHIPPED);
    }

    SettingsSchema(RuleBook book) {
        RulesSchema rules = new RulesSchema(book, descriptions);
        SchemaGeneratorConfigBuilder builder =
                new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON);
        builder.with(
                Option.FLATTENED_OPTIONALS,
                Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                Option.INLINE_ALL_SCHEMAS);
        builder.forTypesInGeneral()
                .withCustomDefinitionProvider(this::notation)
                .withCustomDefinitionProvider(rules::definition)
                .withPropertySorter(Comparator.comparing(member -> ""));
        builder.forFields().withDescriptionResolver(field -> descriptions.getProperty(key(field)));
        schema = new SchemaGenerator(builder.build()).generateSchema(Configuration.class);
        schema.put("title", "Sekisho configuration");
        ObjectNode defaults = Defaults.ofThisMachine(book).tree();
        // Not the same everywhere, and never used.
        defaults.remove("hostName");
        ((ObjectNode) defaults.get("upstream")).remove("addresses");
        defaults.remove("jails");
        addDefaults(schema, defaults);
        // Those of a jail of one's own: docs/jails.md tells what the others differ in.
        addDefaults(
                (ObjectNode) schema.at("/properties/jails/additionalProperties"),
                SettingsMapper.YAML.valueToTree(JailSettings.DEFAULTS));
    }

    /** A single value or list of single values that can be set. */
    record Setting(String path, JsonNode schema) {
        boolean isList() {
            return schema.path("type").asString("").equals("array");
        }

        /** Whether the value is text even if it looks like a number. */
        boolean isText() {
            return schema.path("type").asString("").equals("string");
        }

        /** Whether its keys are for whoever writes it to choose. */
        boolean isMap() {
            return schema.path("type").asString("").equals("object");
        }

        String description() {
            return schema.path("description").asString("");
        }
    }

    /** As JSON, indented. */
    public String text() {
        return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(schema);
    }

    /** Every setting in the order of the file; a list's index is an empty pair of brackets, as in {@code listeners[].name}. */
    List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        collect("", schema, settings);
        return settings;
    }

    /** Every setting of an entry of those maps whose entries are sections, as in {@code jails.NAME.mode}. */
    List<Setting> settingsOfEntries() {
        List<Setting> settings = new ArrayList<>();
        for (Setting setting : settings()) {
            JsonNode entry = setting.schema().path("additionalProperties");
            if (entry.has("properties")) {
                collect(setting.path() + ".NAME", entry, settings);
            }
        }
        return settings;
    }

    private static void collect(String path, JsonNode node, List<Setting> settings) {
        JsonNode properties = node.path("properties");
        if (!properties.isMissingNode()) {
            properties.forEachEntry((key, child) -> collect(path.isEmpty() ? key : path + "." + key, child, settings));
        } else if (node.path("items").has("properties")) {
            collect(path + "[]", node.path("items"), settings);
        } else {
            settings.add(new Setting(path, node));
        }
    }

    private static void addDefaults(ObjectNode node, JsonNode values) {
        node.path("properties").forEachEntry((key, child) -> {
            JsonNode value = values.path(key);
            ObjectNode property = (ObjectNode) child;
            if (property.has("properties")) {
                addDefaults(property, value);
            } else if (property.path("items").has("properties")) {
                addDefaults((ObjectNode) property.get("items"), value.path(0));
            } else if (!value.isMissingNode()) {
                property.set("default", value);
            }
        });
    }

    private static String key(FieldScope field) {
        String type = field.getDeclaringType().getErasedType().getName();
        return type.substring(type.lastIndexOf('.') + 1).replace('$', '.') + "." + field.getDeclaredName();
    }

    private @Nullable CustomDefinition notation(ResolvedType type, SchemaGenerationContext context) {
        Class<?> erased = type.getErasedType();
        ObjectNode node = context.getGeneratorConfig().createObjectNode();
        if (erased.isEnum()) {
            node.put("type", "string");
            Arrays.stream(erased.getEnumConstants())
                    .map(constant -> SettingsMapper.word((Enum<?>) constant))
                    .forEach(node.withArray("enum")::add);
        } else if (erased == Duration.class) {
            node.put("type", "string").put("pattern", "^" + DurationNotation.PATTERN + "$");
        } else if (erased == long.class) {
            node.withArray("type").add("integer").add("string");
            node.put("pattern", "^" + SizeNotation.PATTERN + "$");
        } else if (erased == Endpoint.class) {
            node.put("type", "string").put("pattern", "^(\\[[0-9a-fA-F:.]+\\]|[^:\\s]+):\\d{1,5}$");
        } else if (erased == NameServer.class) {
            node.put("type", "string").put("format", "address");
        } else if (erased == Map.class) {
            map(type, node.put("type", "object"), context);
        } else if (erased == Path.class || erased == Network.class) {
            node.put("type", "string").put("format", erased == Path.class ? "path" : "network");
        } else {
            return null;
        }
        return new CustomDefinition(node, true);
    }

    /** With a constant's word for each key, or with any keys. */
    private void map(ResolvedType type, ObjectNode node, SchemaGenerationContext context) {
        ResolvedType key = type.getTypeParameters().get(0);
        ResolvedType value = type.getTypeParameters().get(1);
        if (!key.getErasedType().isEnum()) {
            node.set("additionalProperties", context.createDefinition(value));
            return;
        }
        ObjectNode properties = node.putObject("properties");
        for (Object constant : key.getErasedType().getEnumConstants()) {
            String word = SettingsMapper.word((Enum<?>) constant);
            String description = key.getErasedType().getSimpleName() + "." + word;
            properties.set(
                    word, context.createDefinition(value).put("description", descriptions.getProperty(description)));
        }
        node.put("additionalProperties", false);
    }

    private static Properties descriptions() {
        Properties descriptions = new Properties();
        try (InputStream in = SettingsSchema.class.getResourceAsStream("descriptions.properties")) {
            descriptions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return descriptions;
    }
}
