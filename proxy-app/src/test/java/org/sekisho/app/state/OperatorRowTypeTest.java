package org.sekisho.app.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.ByteArrayDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.state.Row;

class OperatorRowTypeTest {
    private static final byte[] VALUE = {1, 2, 3};

    private final OperatorRowType type = new OperatorRowType();

    @Test
    void readsWhatItWrote() {
        WriteBuffer file = new WriteBuffer();
        type.write(file, new Row(VALUE, 77));
        ByteBuffer in = read(file);
        assertRow(type.read(in), 77);
        assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void readsRecordsThatNameTheirKeyAndTheirOwner() {
        assertRow(readAsArray(new StoredRecord("192.0.2.7 harvest", "somebody", new Row(VALUE, 77)).encode()), 77);
    }

    @Test
    void isReadWhereRecordsNameTheirKey() {
        WriteBuffer file = new WriteBuffer();
        type.write(file, new Row(VALUE, 77));
        byte[] octets = ByteArrayDataType.INSTANCE.read(read(file));
        assertRow(StoredRecord.decode(octets).orElseThrow().row(), 77);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 12})
    void takesWhatIsTooShortForSomethingThatHasExpired(int octets) {
        byte[] record = new StoredRecord("key", "", new Row(VALUE, Row.FOR_EVER)).encode();
        byte[] cut = new byte[octets];
        System.arraycopy(record, 0, cut, 0, octets);
        assertThat(readAsArray(cut).expired(1)).isTrue();
    }

    private static void assertRow(Row row, long expires) {
        assertThat(row.octets()).containsExactly(VALUE);
        assertThat(row.expires()).isEqualTo(expires);
    }

    /** As a record among others: what follows must be found behind it. */
    private Row readAsArray(byte[] octets) {
        WriteBuffer file = new WriteBuffer();
        ByteArrayDataType.INSTANCE.write(file, octets);
        file.put((byte) 42);
        ByteBuffer in = read(file);
        Row row = type.read(in);
        assertThat(in.get()).isEqualTo((byte) 42);
        return row;
    }

    private static ByteBuffer read(WriteBuffer file) {
        ByteBuffer in = file.getBuffer();
        in.flip();
        return in;
    }
}
