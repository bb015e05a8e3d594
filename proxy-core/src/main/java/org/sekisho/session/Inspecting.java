package org.sekisho.session;

import java.util.Optional;
import java.util.function.Consumer;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.Reply;

/** Has the messages of a user who has logged in looked at; nobody else's. */
final class Inspecting {
    private final KnownClient client;
    private final SaslPassword password;
    private final InspectionPort port;

    Inspecting(KnownClient client, SaslPassword password, InspectionPort port) {
        this.client = client;
        this.password = password;
        this.port = port;
    }

    void begin(Stage.AtData message) {
        if (client.authenticated()) {
            port.begin(message, password.credentials());
        }
    }

    void verdict(long octets, Consumer<Optional<Reply>> answer) {
        port.end(octets, answer);
    }

    void over() {
        port.close();
    }
}
