package org.sekisho.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private final List<CompletableFuture<String>> asked = new ArrayList<>();
    private final List<CompletableFuture<String>> answers = new ArrayList<>();

    private CompletableFuture<String> question() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        asked.add(answer);
        return answer;
    }

    private void ask(Turnstile turnstile) {
        answers.add(turnstile.ask(this::question));
    }

    @Test
    void letsSoManyQuestionsOutAtOnce() {
        Turnstile turnstile = new Turnstile(2, 10);
        for (int n = 0; n < 3; n++) {
            ask(turnstile);
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void letsTheNextOneOutWhenOneIsAnswered() {
        Turnstile turnstile = new Turnstile(1, 10);
        CompletableFuture<String> first = turnstile.ask(this::question);
        CompletableFuture<String> second = turnstile.ask(this::question);
        asked.get(0).complete("one");
        asked.get(1).complete("two");
        assertThat(List.of(first.join(), second.join())).containsExactly("one", "two");
    }

    @Test
    void asksNothingForThoseWhoGaveUpWaiting() {
        Turnstile turnstile = new Turnstile(1, 10);
        ask(turnstile);
        turnstile.ask(this::question).cancel(false);
        CompletableFuture<String> third = turnstile.ask(this::question);
        asked.get(0).complete("one");
        asked.get(1).complete("three");
        assertThat(third).isCompletedWithValue("three");
    }

    @Test
    void failsAtOnceWhenTheLineIsFull() {
        Turnstile turnstile = new Turnstile(1, 1);
        ask(turnstile);
        ask(turnstile);
        assertThat(turnstile.ask(this::question)).isCompletedExceptionally();
    }

    @Test
    void letsAFailureThroughAndTheNextOneOut() {
        Turnstile turnstile = new Turnstile(1, 10);
        CompletableFuture<String> first = turnstile.ask(this::question);
        ask(turnstile);
        asked.get(0).completeExceptionally(new IllegalStateException("SERVFAIL"));
        assertThat(first).isCompletedExceptionally();
        assertThat(asked).hasSize(2);
    }

    @Test
    void survivesALongLineOfQuestionsAnsweredAtOnce() {
        Turnstile turnstile = new Turnstile(1, 100_000);
        ask(turnstile);
        List<CompletableFuture<String>> rest = new ArrayList<>();
        for (int n = 0; n < 100_000; n++) {
            rest.add(turnstile.ask(() -> CompletableFuture.completedFuture("cached")));
        }
        asked.get(0).complete("one");
        assertThat(rest).allMatch(CompletableFuture::isDone);
    }
}
