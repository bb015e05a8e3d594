package org.sekisho.net.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is given until all of the stream was read, as a slow upstream would. */
final class CollectingSink implements ContentSink {
    private final List<ByteBuf> contents = new ArrayList<>();

    @Override
    public void content(ByteBuf content) {
        assertThat(content.isReadable()).as("content is never empty").isTrue();
        contents.add(content);
    }

    int count() {
        return contents.size();
    }

    /** All content; to be called once the inputs are released, as it expects to hold the last references. */
    String take() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf content : contents) {
            text.append(content.toString(StandardCharsets.ISO_8859_1));
            assertThat(content.release()).as("the last reference").isTrue();
        }
        contents.clear();
        return text.toString();
    }
}
