package org.sekisho.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.decision.Explanation;
import org.sekisho.app.feed.Feed;
import org.sekisho.app.feed.FeedEvent;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.app.transfer.Imported;
import org.sekisho.app.transfer.TableLine;
import org.sekisho.rules.recipients.RecipientMemory;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.ManualTime;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The description of the endpoint says what the endpoint does, and so does docs/admin.md. */
final class OpenApiTest {
    private static final Path PAGE = Path.of("../docs/admin.md");
    private static final Set<String> METHODS = Set.of("GET", "POST", "DELETE", "PUT", "PATCH");
    private static final String REFERENCE = "#/components/schemas/";

    /** What is written as JSON, under its name in the description. */
    private static final Map<String, Class<?>> RECORDS = records();

    private static Map<String, Class<?>> records() {
        Map<String, Class<?>> all = new LinkedHashMap<>();
        Stream.of(
                        RuleLine.class,
                        Question.class,
                        Explanation.class,
                        Explanation.Step.class,
                        Explanation.Fact.class,
                        Reloaded.class,
                        Allowed.class,
                        RememberedRecipient.class,
                        ClientGuesses.class,
                        JailLine.class,
                        JailLine.Suspect.class,
                        JailLine.WouldBan.class,
                        JailLine.Country.class,
                        JailLine.Domain.class,
                        Revealed.class,
                        NodesReport.class,
                        NodeLine.class,
                        NodeReloaded.class,
                        BanLine.class,
                        Unbanned.class,
                        IncidentLine.class,
                        IncidentLine.Moment.class,
                        IncidentLine.Deliveries.class,
                        IncidentLine.Mail.class,
                        IncidentLine.Complaint.class,
                        OriginLine.class,
                        StateLine.class,
                        TableLine.class,
                        Imported.class,
                        Imported.WrongLine.class,
                        AccountLine.class,
                        AccountLine.Place.class,
                        AccountsReport.class,
                        AccountsReport.Busy.class,
                        AccountsReport.Alarmed.class,
                        AccountsReport.Band.class,
                        AccountsReport.CountryMail.class,
                        AccountsReport.Month.class,
                        AccountsReport.DaysToAbuse.class,
                        FeedEvent.class)
                .forEach(type -> all.put(type.getSimpleName(), type));
        all.put("Removed", Allowed.Removed.class);
        all.put("AllowWish", Allowed.Wish.class);
        all.put("BanWish", BanLine.Wish.class);
        all.put("UnbanWish", Unbanned.Wish.class);
        all.put("RevealWish", Revealed.Wish.class);
        all.put("IncidentWish", IncidentLine.Wish.class);
        all.put("JailChange", JailLine.Change.class);
        all.put("RecipientStats", RecipientMemory.Stats.class);
        return all;
    }

    private final JsonNode description = read();

    private static JsonNode read() {
        try (InputStream yaml =
                Objects.requireNonNull(AdminRoutes.class.getResourceAsStream("openapi.yaml"), "the description")) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Such as {@code GET /v1/ping}. */
    private static Set<String> routes(Path directory) throws IOException {
        ManualTime time = new ManualTime();
        try (AuditLog audit = new AuditLog(directory, time, () -> "c0ffee", () -> 0, Names.AS_THEY_ARE)) {
            Desks desks = QuietDesks.on(new MemoryStore(time), audit, new Feed(time), time);
            Doorkeeper door = new Doorkeeper(AdminToken.readOrMake(directory, new SecureRandom()), audit, time);
            Javalin javalin = Javalin.create(config -> AdminServer.configure(config, door, desks));
            Set<String> routes = new TreeSet<>();
            javalin.unsafe.internalRouter.allHttpHandlers().forEach(handler -> {
                Endpoint endpoint = handler.endpoint;
                if (METHODS.contains(endpoint.method.name())) {
                    routes.add(endpoint.method.name() + " " + endpoint.path);
                }
            });
            return routes;
        }
    }

    @Test
    void hasEveryPathAndMethodThatThereIsAndNoOther(@TempDir Path directory) throws IOException {
        Set<String> described = new TreeSet<>();
        description
                .path("paths")
                .forEachEntry((path, methods) -> methods.propertyNames().stream()
                        .map(name -> name.toUpperCase(Locale.ROOT))
                        .filter(METHODS::contains)
                        .forEach(method -> described.add(method + " " + path)));

        assertThat(described).isEqualTo(routes(directory));
    }

    @Test
    void thePageHasThemToo(@TempDir Path directory) throws IOException {
        String page = Files.readString(PAGE);

        assertThat(routes(directory)).allSatisfy(route -> assertThat(page).contains("`" + route + "`"));
    }

    @Test
    void namesNoSchemaThatItDoesNotHave() {
        List<String> named = description.findValuesAsString("$ref");

        assertThat(named)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(description.at(name.substring(1)).isMissingNode())
                        .as(name)
                        .isFalse());
    }

    @Test
    void describesAllRecordsAndNothingElse() {
        Set<String> expected = new TreeSet<>(RECORDS.keySet());
        expected.add("Problem");

        assertThat(new TreeSet<>(description.at("/components/schemas").propertyNames()))
                .isEqualTo(expected);
    }

    private static Stream<String> names() {
        return RECORDS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void describesARecordAsItIs(String name) {
        JsonNode schema = description.at("/components/schemas/" + name);
        Map<String, String> described = new LinkedHashMap<>();
        schema.path("properties").forEachEntry((property, type) -> described.put(property, type(type)));
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(property -> required.add(property.asString()));

        Map<String, String> expected = new LinkedHashMap<>();
        List<String> needed = new ArrayList<>();
        for (RecordComponent component :
                Objects.requireNonNull(RECORDS.get(name)).getRecordComponents()) {
            boolean optional = component.getType() == Optional.class;
            expected.put(
                    component.getName(),
                    type(optional ? inner(component.getGenericType()) : component.getGenericType()));
            if (!optional) {
                needed.add(component.getName());
            }
        }
        assertThat(described).isEqualTo(expected);
        assertThat(required).isEqualTo(needed);
    }

    private static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            return schema.path("$ref").asString().substring(REFERENCE.length());
        }
        String type = schema.path("type").asString();
        if (schema.has("additionalProperties")) {
            return type + " of " + type(schema.path("additionalProperties"));
        }
        return type.equals("array")
                ? "array of " + type(schema.path("items"))
                : schema.path("format").asString(type);
    }

    private static Type inner(Type generic) {
        return ((ParameterizedType) generic).getActualTypeArguments()[0];
    }

    private static String type(Type type) {
        if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            return "object of " + type(map.getActualTypeArguments()[1]);
        }
        if (type instanceof ParameterizedType list) {
            assertThat(list.getRawType()).isEqualTo(List.class);
            return "array of " + type(inner(list));
        }
        if (type == String.class) {
            return "string";
        }
        if (type == Instant.class) {
            return "date-time";
        }
        if (type == Duration.class) {
            return "duration";
        }
        if (type == boolean.class) {
            return "boolean";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "integer";
        }
        if (type == double.class || type == Double.class) {
            return "double";
        }
        return ((Class<?>) type).getSimpleName();
    }
}
