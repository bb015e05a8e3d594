package org.sekisho.rules.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;
import org.sekisho.rules.trial.TrialSettings.AtEndOfData;

class TrialSettingsTest {
    @Test
    void asShippedItOnlyWatches() {
        assertThat(TrialSettings.DEFAULTS.mode()).isEqualTo(Mode.OBSERVE);
        assertThat(TrialSettings.DEFAULTS.atEndOfData()).isEqualTo(AtEndOfData.PASS);
    }

    @Test
    void whatIsRefusedIsAnAlarm() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrialSettings(Mode.ENFORCE, 60, 59, AtEndOfData.REFUSE, List.of()))
                .withMessage("refuse must not be less than alarm");
    }

    @Test
    void everyMessageWouldBeAnAlarmFromZero() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrialSettings(Mode.ENFORCE, 0, 59, AtEndOfData.REFUSE, List.of()))
                .withMessage("alarm must be at least 1");
    }
}
