package org.sekisho.app.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Folders and files that nobody but the proxy's user may read, wherever the file system knows users. */
public final class OwnerOnly {
    private OwnerOnly() {}

    /** Makes the folder if there is none. */
    public static void folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, attributes(folder, "rwx------"));
        }
    }

    /** For a file that is made in this folder. */
    public static FileAttribute<?>[] file(Path folder) {
        return attributes(folder, "rw-------");
    }

    private static FileAttribute<?>[] attributes(Path folder, String rights) {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(rights);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }
}
