// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemCapabilitiesTest {

    @ParameterizedTest(name = "''{0}''")
    @CsvSource({
        // Labelled.
        "'ISET:SSE4_2,MEM:8096,JAWS:1',  SSE4_2, 8096, true",
        "'ISET:SSE4_2,MEM:8096,JAWS:0',  SSE4_2, 8096, false",
        "'ISET:SSE4_2,JAWS:2',           SSE4_2, ,     true",
        "'ISET:SSE4_2',                  SSE4_2, ,     ",
        "'ISET:',                        '',     ,     ",
        "'ISET:a:b,ISET:c:d',            c:d,    ,     ",
        "'ISET:SSE2,MEM:lots,JAWS:no',   SSE2,   ,     ",
        "'ISET:SSE2,MEM:1,MEM:x',        SSE2,   ,     ",
        "'ISET:SSE2,MEM: 12 ,JAWS:+1',   SSE2,   12,   true",
        "'ISET:SSE2,MEM:-1',             SSE2,   -1,   ",
        "'ISET:SSE2,MEM:,JAWS:',         SSE2,   ,     ",
        "'ISET:SSE2,mem:1,OTHER:1,x,',   SSE2,   ,     ",
        "'ISET:SSE2,MEM:1.5',            SSE2,   ,     ",
        // Unlabelled.
        "'SSE3',                         SSE3,   ,     ",
        "'SSE3,8096',                    SSE3,   8096, ",
        "'SSE3,NA',                      SSE3,   ,     ",
        "'',                             '',     ,     ",
        "'MEM:5,ISET:SSE',               MEM:5,  ,     ",
        "'iset:SSE',                     iset:SSE, ,   ",
        // Three fields have never been sent by a client.
        "'SSE3,8096,1',                  ,       ,     ",
    })
    void readsWhatCanBeRead(
            String segment, @Nullable String instructionSet, @Nullable Long memory, @Nullable Boolean jaws) {
        assertThat(SystemCapabilities.parse(segment)).isEqualTo(new SystemCapabilities(instructionSet, memory, jaws));
    }

    @Test
    void clampsNumbersBeyondAllMemory() {
        assertThat(SystemCapabilities.parse("SSE3,99999999999999999999").memoryMegabytes())
                .isEqualTo(Long.MAX_VALUE);
        assertThat(SystemCapabilities.parse("SSE3,-99999999999999999999").memoryMegabytes())
                .isEqualTo(Long.MIN_VALUE);
    }
}
