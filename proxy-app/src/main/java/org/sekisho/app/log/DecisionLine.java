package org.sekisho.app.log;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.app.pseudonym.Names.Persons;
import org.sekisho.policy.Point;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Trail;
import org.sekisho.policy.Trail.Effect;
import org.sekisho.policy.Trail.Entry;

/**
 * A decision in which a rule acted, or would have. Client, sender and recipient stand in it even where rules only watch, as
 * far as they are known then.
 */
record DecisionLine(Trail trail, Names names) implements Line {

    @Override
    public String kind() {
        return "decision";
    }

    @Override
    public void write(Fields fields) {
        Stage stage = trail.stage();
        fields.text("session", stage.connection().session());
        fields.text("ref", trail.reference());
        fields.text("point", Point.of(stage).key());
        fields.text("outcome", trail.outcome().name().toLowerCase(Locale.ROOT));
        fields.text("listener", stage.connection().listener());
        fields.text("client", names.address(stage.connection().address()));
        if (stage instanceof Stage.Introduced known) {
            fields.text("helo", names.text(known.introduction().helo()));
            fields.text("account", known.introduction().account().map(names::account));
        }
        if (stage instanceof Stage.Sending known) {
            fields.text("from", names.mailbox(known.sender().toString()));
        }
        if (stage instanceof Stage.AtRcpt at) {
            fields.text("to", names.mailbox(at.recipient().toString()));
        } else if (stage instanceof Stage.AtData at) {
            fields.number("recipients", at.recipients().size());
        }
        fields.text("acted", rules(Effect.ACTED));
        fields.text("held", rules(Effect.HELD));
        fields.text("would_act", rules(Effect.WOULD_HAVE_ACTED));
        Persons persons = Persons.at(stage);
        fields.text("because", because().map(text -> names.text(text, persons)));
        if (!trail.delay().isZero()) {
            fields.seconds("delay", trail.delay());
        }
        fields.text("reply", trail.reply().map(reply -> names.text(reply.toString(), persons)));
    }

    /** Their names with commas between them, if there are any. */
    private Optional<String> rules(Effect effect) {
        return entries(effect).map(Entry::rule).distinct().reduce((some, next) -> some + "," + next);
    }

    /** Of the last rule that acted; if none did, of the first that would have, once it could. */
    private Optional<String> because() {
        List<Entry> acted = entries(Effect.ACTED).toList();
        Stream<Entry> decisive = acted.isEmpty()
                ? Stream.concat(entries(Effect.HELD), entries(Effect.WOULD_HAVE_ACTED))
                : acted.subList(acted.size() - 1, acted.size()).stream();
        return decisive.findFirst().map(entry -> entry.finding().because());
    }

    private Stream<Entry> entries(Effect effect) {
        return trail.entries().stream().filter(entry -> entry.effect() == effect);
    }
}
