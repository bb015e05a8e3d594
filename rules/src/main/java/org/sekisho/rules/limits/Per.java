package org.sekisho.rules.limits;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.Mailbox;

/** Whose share a limit is about. */
enum Per {
    CONNECTION("on this connection"),
    ADDRESS("from your address"),
    /** The client's /24, for IPv6 its /64: what one customer has. */
    NETWORK("from your network"),
    SENDER("from this sender"),
    SENDER_DOMAIN("from this sender's domain"),
    RECIPIENT("for this recipient"),
    RECIPIENT_DOMAIN("for this recipient's domain"),
    ACCOUNT("from your account");

    private final String key = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String words;

    Per(String words) {
        this.words = words;
    }

    /** The name in the configuration. */
    String key() {
        return key;
    }

    /** How a client is told. */
    String words() {
        return words;
    }

    boolean recipients() {
        return this == RECIPIENT || this == RECIPIENT_DOMAIN;
    }

    /**
     * Whose buckets a stage is about: none where that is not known there, several only for the recipients of a message.
     *
     * @param elsewhere whether the account is at a place that is new to it
     */
    List<String> of(Stage stage, boolean elsewhere) {
        return switch (this) {
            case CONNECTION -> List.of(connection(stage.connection()));
            case ADDRESS -> List.of(stage.connection().address());
            case NETWORK -> List.of(stage.connection().network());
            case SENDER -> sender(stage, Per::address);
            case SENDER_DOMAIN -> sender(stage, Per::domain);
            case RECIPIENT ->
                recipients(stage).stream().map(Per::address).distinct().toList();
            case RECIPIENT_DOMAIN ->
                recipients(stage).stream().map(Per::domain).distinct().toList();
            case ACCOUNT ->
                account(stage).map(name -> elsewhere ? name + " from new places" : name).stream()
                        .toList();
        };
    }

    static Optional<String> account(Stage stage) {
        return stage instanceof Stage.Introduced known && known.introduction().authenticated()
                ? known.introduction().account().map(name -> name.toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /** Unique also where several nodes share buckets. */
    private static String connection(Stage.Connection connection) {
        return connection.session() + " " + connection.address() + " " + connection.port();
    }

    /** Nobody's mail is everybody's: bounces share a bucket with those of the same network only. */
    private static List<String> sender(Stage stage, Function<Mailbox, String> part) {
        return stage instanceof Stage.Sending sending
                ? List.of(sending.sender()
                        .mailbox()
                        .map(part)
                        .orElseGet(() -> "<> from " + stage.connection().network()))
                : List.of();
    }

    private static List<Mailbox> recipients(Stage stage) {
        if (stage instanceof Stage.AtRcpt at) {
            return List.of(at.recipient());
        }
        return stage instanceof Stage.AtData at ? at.recipients() : List.of();
    }

    private static String address(Mailbox mailbox) {
        return mailbox.localPart().toLowerCase(Locale.ROOT) + "@" + domain(mailbox);
    }

    private static String domain(Mailbox mailbox) {
        return mailbox.domain().toLowerCase(Locale.ROOT);
    }
}
