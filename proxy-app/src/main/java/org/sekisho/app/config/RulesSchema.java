package org.sekisho.app.config;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sekisho.rules.FailureAnswer;
import org.sekisho.rules.RuleType;
import tools.jackson.databind.node.ObjectNode;

/** The schema of the section {@code rules.set}: a section for each rule, with the keys of all rules and its own. */
final class RulesSchema {
    private final RuleBook book;
    private final Properties descriptions;

    RulesSchema(RuleBook book, Properties descriptions) {
        this.book = book;
        this.descriptions = descriptions;
    }

    /** For {@link Placements}, and no other type. */
    @Nullable
    CustomDefinition definition(ResolvedType type, SchemaGenerationContext context) {
        if (type.getErasedType() != Placements.class) {
            return null;
        }
        ObjectNode node = section(context);
        book.types().forEach(rule -> node.withObject("properties").set(rule.name(), rule(rule, context)));
        return new CustomDefinition(node, true);
    }

    private ObjectNode rule(RuleType<?, ?> rule, SchemaGenerationContext context) {
        ObjectNode node = section(context).put("description", rule.question());
        ObjectNode properties = node.withObject("properties");
        RuleBook.commonKeys(rule).forEach((key, type) -> {
            ObjectNode common = type == FailureAnswer.class ? answers(rule, context) : definition(type, context);
            properties.set(key, common.put("description", description(rule, key)));
        });
        ObjectNode own = definition(rule.settings(), context);
        properties.setAll(own.withObject("properties"));
        return node;
    }

    private String description(RuleType<?, ?> rule, String key) {
        String description = descriptions.getProperty("Rule." + key);
        boolean local = rule.failureKey().filter(key::equals).isPresent()
                && rule.dependence().answers().contains(FailureAnswer.LOCAL);
        return local ? description + " " + descriptions.getProperty("Rule." + key + ".local") : description;
    }

    /** Not every rule can answer in every way. */
    private static ObjectNode answers(RuleType<?, ?> rule, SchemaGenerationContext context) {
        ObjectNode node = definition(FailureAnswer.class, context);
        node.putArray("enum")
                .addAll(rule.dependence().answers().stream()
                        .map(answer -> node.stringNode(SettingsMapper.word(answer)))
                        .toList());
        return node;
    }

    private static ObjectNode definition(Class<?> type, SchemaGenerationContext context) {
        return context.createDefinition(context.getTypeContext().resolve(type));
    }

    private static ObjectNode section(SchemaGenerationContext context) {
        ObjectNode node = context.getGeneratorConfig().createObjectNode().put("type", "object");
        node.putObject("properties");
        return node.put("additionalProperties", false);
    }
}
