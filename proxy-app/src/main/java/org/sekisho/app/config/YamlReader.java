package org.sekisho.app.config;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.app.config.Written.Mapping;
import org.sekisho.app.config.Written.Scalar;
import org.sekisho.app.config.Written.Sequence;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads YAML 1.2 into {@link Written}, each value with its line and column. */
final class YamlReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String file;
    private final List<Problem> problems;

    private YamlReader(String file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** What the text says; whatever cannot be read is added to the problems and left out. */
    static Mapping read(String file, String text, List<Problem> problems) {
        return new YamlReader(file, problems).document(text);
    }

    private Mapping document(String text) {
        Mapping root = Mapping.empty("", file);
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setUseMarks(true)
                .setAllowNonScalarKeys(true)
                .setSchema(new CoreSchema())
                .build();
        try {
            Optional<Node> node = new Compose(settings).composeString(text);
            if (node.isEmpty() || isNull(node.get())) {
                return root;
            }
            if (node.get() instanceof MappingNode mapping) {
                fill(root, mapping);
            } else {
                report(node.get(), "", "the file must hold keys and values, such as 'upstream: {addresses: [...]}'");
            }
        } catch (MarkedYamlEngineException e) {
            problems.add(new Problem(place(e.getProblemMark()), "", "not YAML: " + oneLine(e.getProblem())));
        } catch (YamlEngineException e) {
            problems.add(new Problem(file, "", "not YAML: " + oneLine(String.valueOf(e.getMessage()))));
        }
        return root;
    }

    private void fill(Mapping target, MappingNode node) {
        for (NodeTuple entry : node.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode keyNode)) {
                report(entry.getKeyNode(), target.path(), "a key must be a word");
                continue;
            }
            String key = keyNode.getValue();
            String path = target.pathOf(key);
            if (target.entries().containsKey(key)) {
                String first = target.entries().get(key).origin();
                report(keyNode, path, "stands twice, first at " + first + "; keep one");
                continue;
            }
            read(path, place(keyNode.getStartMark()), entry.getValueNode())
                    .ifPresent(value -> target.entries().put(key, value));
        }
    }

    /** Empty for a key without a value, which counts as not set, and for what cannot be read. */
    private Optional<Written> read(String path, String origin, Node node) {
        if (node.isRecursive()) {
            report(node, path, "the alias leads back to itself; write the value out");
            return Optional.empty();
        }
        if (node instanceof MappingNode mapping) {
            Mapping target = Mapping.empty(path, origin);
            fill(target, mapping);
            return Optional.of(target);
        }
        if (node instanceof SequenceNode sequence) {
            Sequence target = new Sequence(path, origin, new ArrayList<>());
            int index = 0;
            for (Node element : sequence.getValue()) {
                read(target.pathOf(index++), place(element.getStartMark()), element)
                        .ifPresent(target.elements()::add);
            }
            return Optional.of(target);
        }
        return isNull(node) ? Optional.empty() : Optional.of(new Scalar(path, origin, scalar((ScalarNode) node)));
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static JsonNode scalar(ScalarNode node) {
        String text = node.getValue();
        if (node.getTag().equals(Tag.BOOL)) {
            return NODES.booleanNode(Boolean.parseBoolean(text));
        }
        boolean number = node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
        return number ? number(text) : NODES.stringNode(text);
    }

    /** A number if it is written as one, whole or as in 0.5, otherwise the text itself. */
    static JsonNode number(String text) {
        if (text.matches("[-+]?\\d{1,15}\\.\\d{1,15}")) {
            return NODES.numberNode(Double.parseDouble(text));
        }
        if (!text.matches("[-+]?\\d{1,40}")) {
            return NODES.stringNode(text);
        }
        BigInteger number = new BigInteger(text);
        return number.bitLength() < 64 ? NODES.numberNode(number.longValue()) : NODES.stringNode(text);
    }

    private void report(Node node, String path, String message) {
        problems.add(new Problem(place(node.getStartMark()), path, message));
    }

    private String place(Optional<Mark> mark) {
        return mark.map(m -> file + ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1))
                .orElse(file);
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s+", " ").strip();
    }
}
