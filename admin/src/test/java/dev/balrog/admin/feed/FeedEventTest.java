// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FeedEventTest {
    @Test
    void namesTheKindOfATable() {
        assertThat(text(FeedEvent.unaudited(5, "rules"))).contains("\"kind\":\"rule\"");
    }

    /** During a deployment, a newer version writes to tables that this one does not know. */
    @Test
    void aTableThatIsNotKnownMayBeAboutEverything() {
        assertThat(text(FeedEvent.unaudited(5, "balrog_tables_of_a_newer_version")))
                .contains("\"kind\":\"all\"");
    }

    private static String text(FeedEvent event) {
        return event.forReader(Audience.ANONYMOUS, true).orElseThrow().toString();
    }
}
