package org.sekisho.app.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.sekisho.app.audit.AuditEntry;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.transfer.Imported;
import org.sekisho.app.transfer.StateExport;
import org.sekisho.app.transfer.StateImport;
import org.sekisho.app.transfer.TableLine;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/**
 * What operators ask of the state as a whole.
 *
 * @param tables all that the running configuration uses
 * @param inForce each takes in what the store holds, as its own copy is what sessions are judged by
 */
public record StateDesk(
        StateStore store,
        Supplier<List<Table<?>>> tables,
        List<Supplier<CompletionStage<Void>>> inForce,
        AuditLog audit,
        InstantSource clock) {
    private static final String EXPORT = "state export";
    private static final String IMPORT = "state import";

    public StateDesk {
        inForce = List.copyOf(inForce);
    }

    Optional<String> trouble() {
        return store.trouble();
    }

    List<TableLine> count() {
        return export().count(tables.get());
    }

    /** In the audit before anybody is told, as it has plain names. What cannot be read fails before anything is written. */
    void export(OutputStream out, String by) throws Exception {
        List<Table<?>> all = tables.get();
        audited(by, EXPORT, "begun, of " + all.size() + " tables");
        long records;
        try {
            records = export().write(all, out);
        } catch (IOException | RuntimeException e) {
            audited(by, EXPORT, "broken off");
            throw e;
        }
        audited(by, EXPORT, records + " records of " + all.size() + " tables");
    }

    private StateExport export() {
        return new StateExport(store, clock);
    }

    /** In force, and in the audit, when this comes back. */
    Imported take(BufferedReader file, boolean overwrite, String by) throws Exception {
        String how = overwrite ? ", over what was there" : "";
        Imported imported;
        try {
            imported = new StateImport(store, clock, tables.get(), overwrite).read(file);
        } catch (IOException | RuntimeException e) {
            // What came before it broke off is there.
            audited(by, IMPORT, "broken off" + how);
            putInForce();
            throw e;
        }
        audited(by, IMPORT, imported.taken() + " records" + how);
        putInForce();
        return imported;
    }

    private void audited(String by, String what, String how) throws Exception {
        Answers.await(audit.append(new AuditEntry(by, what, "", how)));
    }

    private void putInForce() throws Exception {
        for (Supplier<CompletionStage<Void>> each : inForce) {
            Answers.await(each.get());
        }
    }
}
