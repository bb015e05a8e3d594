package org.sekisho.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In the messages, {@code ~} is NUL and {@code ^} is Control-A. {@code DIGEST} is one in hexadecimal. */
class SaslNameTest {

    private static byte[] base64(String message) {
        String octets =
                message.replace('~', '\0').replace('^', '\1').replace("DIGEST", "b913a602c7eda7a495b4e6e7334d3890");
        return Base64.getEncoder().encode(octets.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<SaslName> read(String mechanism, String message) {
        return SaslName.in(mechanism, base64(message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PLAIN         | ~alice~secret                                              | alice
            PLAIN         | ~alice@example.org~                                        | alice@example.org
            PLAIN         | ~älice~s                                                   | älice
            LOGIN         | alice                                                      | alice
            XOAUTH2       | user=alice@example.org^auth=Bearer xyz^^                   | alice@example.org
            XOAUTH2       | auth=Bearer xyz^user=alice^^                               | alice
            XOAUTH2       | x=user=bob^user=alice^auth=Bearer xyz^^                    | alice
            OAUTHBEARER   | n,a=alice@example.org,^host=x^auth=Bearer xyz^^            | alice@example.org
            OAUTHBEARER   | y,a=a=3Db=2Cc,^auth=Bearer xyz^^                           | a=b,c
            CRAM-MD5      | alice DIGEST                                               | alice
            CRAM-MD5      | alice of example DIGEST                                    | alice of example
            SCRAM-SHA-1   | n,,n=alice,r=nonce                                         | alice
            SCRAM-SHA-256 | y,,n=a=3Db=2Cc,r=nonce,x=more                              | a=b,c
            DIGEST-MD5    | username="alice",realm="",nonce="n",response=DIGEST        | alice
            DIGEST-MD5    | nonce="n,username=\\"bob\\"",username="alice",nc=00000001 | alice
            DIGEST-MD5    | charset=utf-8, username="alice" ,realm="example.org"       | alice@example.org
            DIGEST-MD5    | username="alice@example.org",realm="other.example"         | alice@example.org
            DIGEST-MD5    | username="a\\"b"                                           | a"b
            """)
    void readsTheAccount(String mechanism, String message, String account) {
        assertThat(read(mechanism, message)).contains(SaslName.of(account, account));
    }

    /** RFC 4422: the account may ask to act as another one. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PLAIN         | boss~alice~secret                | boss
            PLAIN         | alice~alice~secret               |
            SCRAM-SHA-256 | n,a=boss,n=alice,r=nonce         | boss
            SCRAM-SHA-256 | n,a=alice,n=alice,r=nonce        |
            DIGEST-MD5    | username="alice",authzid="boss"  | boss
            """)
    void readsWhomItWantsToActAs(String mechanism, String message, String other) {
        assertThat(read(mechanism, message)).contains(new SaslName(Optional.of("alice"), Optional.ofNullable(other)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PLAIN         | alice
            PLAIN         | ~alice
            PLAIN         | ~~secret
            PLAIN         | ~alice~secret~more
            PLAIN         | ~a\tb~secret
            PLAIN         | ~a@b@c~secret
            PLAIN         | a@b@c~alice~secret
            LOGIN         | a~b
            LOGIN         | a@b@c
            XOAUTH2       | nobody
            XOAUTH2       | user=alice
            XOAUTH2       | user=alice^^
            XOAUTH2       | x=user=alice^auth=Bearer xyz^^
            XOAUTH2       | user=bob^user=alice^auth=Bearer xyz^^
            XOAUTH2       | user=alice^auth=Bearer xyz^^user=bob^
            XOAUTH2       | User=bob^user=alice^auth=Bearer xyz^^
            XOAUTH2       | user=alice^auth=Bearer one^auth=Bearer two^^
            XOAUTH2       | user=alice^auth=Bearer xyz^^~
            OAUTHBEARER   | n,a=alice,a=bob,^auth=Bearer xyz^^
            OAUTHBEARER   | n,b=alice,^auth=Bearer xyz^^
            OAUTHBEARER   | n,a=,^auth=Bearer xyz^^
            OAUTHBEARER   | n,a=a=b,^auth=Bearer xyz^^
            OAUTHBEARER   | n,a=alice,^user=bob^auth=Bearer xyz^^
            OAUTHBEARER   | p=tls-unique,a=alice,^auth=Bearer xyz^^
            CRAM-MD5      | alice
            CRAM-MD5      | alice wrong
            CRAM-MD5      | a@b@c DIGEST
            CRAM-MD5      | ' DIGEST'
            SCRAM-SHA-256 | n,,n=alice
            SCRAM-SHA-256 | n,,m=ext,n=alice,r=nonce
            SCRAM-SHA-256 | n,,r=nonce,n=alice
            SCRAM-SHA-256 | n,x=y,n=alice,r=nonce
            SCRAM-SHA-256 | p=tls-unique,,n=alice,r=nonce
            DIGEST-MD5    | nonce="n"
            DIGEST-MD5    | username="alice",username="bob"
            DIGEST-MD5    | username="alice"username="bob"
            DIGEST-MD5    | username="alice",Username="bob"
            DIGEST-MD5    | username="alice",realm="one",realm="two"
            DIGEST-MD5    | username=alice
            DIGEST-MD5    | username="alice
            DIGEST-MD5    | username="alice",
            """)
    void takesNothingElse(String mechanism, String message) {
        assertThat(read(mechanism, message)).isEmpty();
    }

    /** RFC 7628 section 3.1: the token may tell by itself whose it is. Of other mechanisms nothing is known. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            OAUTHBEARER   | n,,^host=x^auth=Bearer xyz^^
            NTLM          | whatever
            """)
    void aMessageMayTellNoAccount(String mechanism, String message) {
        assertThat(read(mechanism, message)).contains(SaslName.HIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "", "/w=="})
    void anEmptyMessageOrOneThatIsNotUtf8HasNoName(String base64) {
        assertThat(SaslName.in("LOGIN", base64.getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
    }

    @Test
    void aNameHasAnEnd() {
        assertThat(read("LOGIN", "a".repeat(255))).isPresent();
        assertThat(read("LOGIN", "a".repeat(256))).isEmpty();
    }

    @Test
    void leavesTheMessageAsItIs() {
        byte[] message = base64("~alice~secret");
        byte[] before = message.clone();

        assertThat(SaslName.in("PLAIN", message)).isPresent();
        assertThat(message).isEqualTo(before);
    }

    @Test
    void isKnownByItsNameHere() {
        AccountNames names = written -> written.endsWith("@example.jp") ? written : written + "@example.jp";

        assertThat(SaslName.of("alice", "alice@example.jp").by(names))
                .isEqualTo(SaslName.of("alice@example.jp", "alice@example.jp"));
    }
}
