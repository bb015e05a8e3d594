package org.sekisho.smtp;

import java.util.Locale;

/** What may stand between the brackets of an address literal (RFC 5321 section 4.1.3), judged by its letters alone. */
final class AddressLiteral {
    private static final String IPV6_TAG = "ipv6:";
    private static final int IPV6_GROUPS = 8;

    private AddressLiteral() {}

    static boolean valid(String literal) {
        return literal.toLowerCase(Locale.ROOT).startsWith(IPV6_TAG)
                ? ipv6(literal.substring(IPV6_TAG.length()))
                : ipv4(literal);
    }

    private static boolean ipv4(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return false;
        }
        for (String octet : octets) {
            long number = octet.length() <= 3 ? Decimal.parse(octet) : -1;
            if (number < 0 || number > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == IPV6_GROUPS;
        }
        int before = groups(text.substring(0, gap), false);
        int after = groups(text.substring(gap + 2), true);
        return before >= 0 && after >= 0 && before + after < IPV6_GROUPS;
    }

    /** How many groups of 16 bits stand there, an IPv4 address at the end counting as two; -1 if one is malformed. */
    private static int groups(String text, boolean mayEndInIpv4) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] groups = text.split(":", -1);
        int hexadecimal = groups.length;
        int count = groups.length;
        if (mayEndInIpv4 && ipv4(groups[groups.length - 1])) {
            hexadecimal--;
            count++;
        }
        for (int i = 0; i < hexadecimal; i++) {
            if (!group(groups[i])) {
                return -1;
            }
        }
        return count;
    }

    private static boolean group(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            if (!hex) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 4;
    }
}
