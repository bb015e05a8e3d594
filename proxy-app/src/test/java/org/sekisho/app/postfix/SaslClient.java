package org.sekisho.app.postfix;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.sekisho.testing.RawClient;

/** The client's side of SASL mechanisms; each method returns the reply that ends the exchange. */
record SaslClient(RawClient smtp, String account, String password) {

    String plain() {
        return smtp.command("AUTH PLAIN " + base64("\0" + account + "\0" + password));
    }

    String plainOverTwoLines() {
        smtp.command("AUTH PLAIN", "334 ");
        return smtp.command(base64("\0" + account + "\0" + password));
    }

    String login() {
        smtp.command("AUTH LOGIN", "334 ").command(base64(account), "334 ");
        return smtp.command(base64(password));
    }

    /** RFC 2195. */
    String cramMd5() {
        String challenge = text(smtp.command("AUTH CRAM-MD5"));
        String digest = HexFormat.of().formatHex(mac("HmacMD5", octets(password), challenge));
        return smtp.command(base64(account + " " + digest));
    }

    /** RFC 5802 and 7677, without channel binding. */
    String scramSha256() {
        String clientFirst = "n=" + account + ",r=rOprNGfwEbeRWgbNEkqO";
        String reply = smtp.command("AUTH SCRAM-SHA-256 " + base64("n,," + clientFirst));
        String serverFirst = text(reply);
        String nonce = field(serverFirst, "r=");
        String withoutProof = "c=biws,r=" + nonce;
        byte[] salted = salted(
                Base64.getDecoder().decode(field(serverFirst, "s=")), Integer.parseInt(field(serverFirst, "i=")));
        byte[] proof = mac("HmacSHA256", salted, "Client Key");
        byte[] signature = mac("HmacSHA256", sha256(proof), clientFirst + "," + serverFirst + "," + withoutProof);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= signature[i];
        }
        String last =
                smtp.command(base64(withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof)));
        // SMTP has no place for data beside success: the server's signature comes as one more challenge (RFC 4954).
        return last.startsWith("334 ") ? smtp.command("") : last;
    }

    /** The password is a token. */
    String xoauth2() {
        String reply = smtp.command("AUTH XOAUTH2 " + base64("user=" + account + "\1auth=Bearer " + password + "\1\1"));
        return reply.startsWith("334 ") ? afterError(reply) : reply;
    }

    /** RFC 7628; the password is a token. */
    String oauthBearer() {
        String reply =
                smtp.command("AUTH OAUTHBEARER " + base64("n,a=" + account + ",\1auth=Bearer " + password + "\1\1"));
        return reply.startsWith("334 ") ? afterError(reply) : reply;
    }

    /** With the error before it. */
    private String afterError(String error) {
        return text(error) + " " + smtp.command("AQ==");
    }

    private byte[] salted(byte[] salt, int iterations) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mac(String algorithm, byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(octets(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String field(String message, String name) {
        for (String field : message.split(",")) {
            if (field.startsWith(name)) {
                return field.substring(name.length());
            }
        }
        throw new AssertionError("no " + name + " in " + message);
    }

    private static String text(String challenge) {
        if (!challenge.startsWith("334 ")) {
            throw new AssertionError("not a challenge: " + challenge);
        }
        return new String(Base64.getDecoder().decode(challenge.substring(4)), StandardCharsets.UTF_8);
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(octets(text));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
