package org.sekisho.app.jailfile;

/** What fail2ban 1.1 brings for mail when a {@code jail.local} leaves it open. */
final class StockJails {
    static final IniFile FILE = read();

    private static final String TEXT = """
            [DEFAULT]
            enabled = false
            bantime = 10m
            findtime = 10m
            maxretry = 5
            mode = normal
            filter = %(__name__)s[mode=%(mode)s]
            [postfix]
            mode = more
            [postfix-rbl]
            filter = postfix[mode=rbl]
            maxretry = 1
            [postfix-sasl]
            filter = postfix[mode=auth]
            [recidive]
            bantime = 1w
            findtime = 1d
            """;

    private StockJails() {}

    private static IniFile read() {
        try {
            return IniFile.parse("jail.conf", TEXT);
        } catch (JailFileException e) {
            throw new IllegalStateException(e);
        }
    }
}
