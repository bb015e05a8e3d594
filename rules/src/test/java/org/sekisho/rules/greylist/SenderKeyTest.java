package org.sekisho.rules.greylist;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.ReversePath;

/** What changes in a sender from message to message does not make it another (G7). */
final class SenderKeyTest {
    @ParameterizedTest
    @CsvSource({
        "User@Example.ORG, user@example.org",
        "user+folder@example.org, user@example.org",
        "+odd@example.org, +odd@example.org",
        "prvs=0123abcdef=user@example.org, user@example.org",
        "prvs=1234567890=User+x@example.org, user@example.org",
        "prvs=user/0123abcdef@example.org, user@example.org",
        "prvs=short=user@example.org, prvs=short=user@example.org",
        "bounce-12345-678@list.example.org, bounce-#-#@list.example.org",
        "owner-list+user=example.com@list.example.org, owner-list@list.example.org",
        "b12c@example.org, b12c@example.org",
        "2024@example.org, #@example.org",
        "SRS0=HHH=TT=example.net=user@forwarder.example, srs0=example.net=user@forwarder.example",
        "SRS0+HHH=TT=example.net=user@forwarder.example, srs0=example.net=user@forwarder.example",
        "SRS1=GGG=first.example==HHH=TT=example.net=user@second.example, srs1=first.example=example.net=user@second.example",
    })
    void leavesOutWhatChanges(String sender, String key) {
        assertThat(SenderKey.of(path(sender))).isEqualTo(key);
    }

    @Test
    void theNullSenderIsLikeNoOther() {
        assertThat(SenderKey.of(ReversePath.NULL)).isEqualTo("<>");
    }

    private static ReversePath path(String address) {
        int at = address.lastIndexOf('@');
        return ReversePath.of(new Mailbox(address, address.substring(0, at), address.substring(at + 1)));
    }
}
