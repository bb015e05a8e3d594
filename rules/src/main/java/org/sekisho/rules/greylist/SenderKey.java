package org.sekisho.rules.greylist;

import java.util.Locale;
import java.util.regex.Pattern;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.ReversePath;

/** A sender without what changes from message to message (G7). */
final class SenderKey {
    /** A reverse-path cannot be a bare word, so nobody can pretend to be it. */
    private static final String NULL_SENDER = "<>";

    /** SRS0=HASH=TIME=domain=user: a forwarder's; the separator behind SRS0 is one of three. */
    private static final Pattern SRS0 = Pattern.compile("^srs0[=+-][^=]*=[^=]*=(.+)$");
    /** SRS1=HASH=forwarder==HASH=TIME=domain=user: of a second forwarder. */
    private static final Pattern SRS1 = Pattern.compile("^srs1[=+-][^=]*=([^=]+)==[^=]*=[^=]*=(.+)$");
    /** BATV: prvs=TAG=user, where a TAG is four digits and six hexadecimal ones. */
    private static final Pattern BATV = Pattern.compile("^prvs=[0-9a-f]{10}=(.+)$");
    /** BATV as its first drafts had it: prvs=user/TAG. */
    private static final Pattern OLD_BATV = Pattern.compile("^prvs=(.+)/[0-9a-f]{10}$");

    private static final Pattern NUMBER = Pattern.compile("(?<![a-z0-9])[0-9]+(?![a-z0-9])");

    private SenderKey() {}

    static String of(ReversePath sender) {
        return sender.mailbox().map(SenderKey::of).orElse(NULL_SENDER);
    }

    private static String of(Mailbox mailbox) {
        String local = mailbox.localPart().toLowerCase(Locale.ROOT);
        return stable(local) + "@" + mailbox.domain().toLowerCase(Locale.ROOT);
    }

    private static String stable(String local) {
        String user = SRS1.matcher(local).replaceFirst("srs1=$1=$2");
        user = SRS0.matcher(user).replaceFirst("srs0=$1");
        user = BATV.matcher(user).replaceFirst("$1");
        user = OLD_BATV.matcher(user).replaceFirst("$1");
        return NUMBER.matcher(withoutExtension(user)).replaceAll("#");
    }

    /** What follows a plus sign is the user's own, or a list's note of the recipient (VERP). */
    private static String withoutExtension(String user) {
        int plus = user.indexOf('+');
        return plus > 0 ? user.substring(0, plus) : user;
    }
}
