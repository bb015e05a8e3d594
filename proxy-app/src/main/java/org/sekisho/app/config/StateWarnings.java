package org.sekisho.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.app.redis.RedisAddress;
import org.sekisho.app.redis.RedisSettings;

/** A store other than the one that was meant, or passwords that everybody can read. */
final class StateWarnings {
    private StateWarnings() {}

    static List<String> about(StateSettings state) {
        List<String> warnings = new ArrayList<>();
        if (state.store() == StateSettings.Store.REDIS) {
            redis(state, warnings);
        } else if (!state.uri().equals(StateSettings.DEFAULTS.uri())
                || !state.redis().equals(StateSettings.DEFAULTS.redis())) {
            warnings.add("state.uri and state.redis make no difference, because state.store is "
                    + SettingsMapper.word(state.store()) + "; set it to redis to share the state with other proxies");
        }
        return warnings;
    }

    private static void redis(StateSettings state, List<String> warnings) {
        RedisSettings redis = state.redis();
        RedisAddress address = RedisAddress.parse(state.uri());
        open("passwordFile", redis.passwordFile(), warnings);
        open("sentinelPasswordFile", redis.sentinelPasswordFile(), warnings);
        if (redis.authorities().isPresent() && !address.secured()) {
            warnings.add("state.redis.authorities makes no difference, because state.uri is without TLS; begin it with"
                    + " rediss in place of redis");
        }
        if (redis.sentinelPasswordFile().isPresent() && address.kind() != RedisAddress.Kind.SENTINEL) {
            warnings.add("state.redis.sentinelPasswordFile makes no difference, because state.uri names no Sentinels;"
                    + " the password of Redis itself belongs into state.redis.passwordFile");
        }
    }

    /** Containers are often given their secrets so, hence a warning only. */
    private static void open(String key, Optional<Path> password, List<String> warnings) {
        password.filter(StateWarnings::isReadableByAll)
                .ifPresent(file -> warnings.add("state.redis." + key + ": everybody on this machine can read " + file
                        + "; take that away with chmod o-r"));
    }

    private static boolean isReadableByAll(Path file) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        try {
            return view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false; // Whoever reads the password says what is wrong.
        }
    }
}
