package org.sekisho.rules.incident;

/**
 * How a restricted account's clients are refused.
 *
 * @param reply 535: they cannot log in, as if the password were wrong; 554: they can, and no mail is taken from them
 */
public record RestrictedSettings(int reply) {
    static final int LOGIN = 535;
    static final int MAIL = 554;

    public static final RestrictedSettings DEFAULTS = new RestrictedSettings(LOGIN);

    public RestrictedSettings {
        if (reply != LOGIN && reply != MAIL) {
            throw new IllegalArgumentException("reply must be " + LOGIN + " or " + MAIL + "; is " + reply);
        }
    }
}
