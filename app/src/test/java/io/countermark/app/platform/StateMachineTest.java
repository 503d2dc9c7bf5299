package io.countermark.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateMachineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ComplaintCase",
                "OriginalProtectionApplication",
                "CopyrightRegistration",
                "LicenceGrant",
                "Appeal",
                "ListingImageAudit",
                "EnforcementAction",
                "AccountStanding"
            })
    void everyStateIsReachableAndEveryCaseCanEnd(String name) {
        StateMachine machine = StateMachine.named(name);
        Set<String> states = new HashSet<>();
        machine.transitions().forEach(transition -> {
            states.add(transition.from());
            states.add(transition.to());
        });
        assertThat(reachable(machine, machine.initial())).isEqualTo(states);
        for (String state : states) {
            assertThat(reachable(machine, state)).as("an end from " + state).containsAnyElementsOf(machine.terminal());
        }
    }

    @Test
    void eventThatTheStateDoesNotKnowNamesThePossibleOnes() {
        StateMachine machine = StateMachine.named("ComplaintCase");
        assertThatThrownBy(() -> machine.next("DRAFT", "measure"))
                .isInstanceOf(StateMachine.IllegalEventException.class)
                .hasMessageContaining("submit");
    }

    private static Set<String> reachable(StateMachine machine, String start) {
        Set<String> seen = new HashSet<>(Set.of(start));
        Deque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            String state = open.pop();
            for (String event : machine.events(state)) {
                String next = machine.next(state, event).to();
                if (seen.add(next)) {
                    open.push(next);
                }
            }
        }
        return seen;
    }
}
