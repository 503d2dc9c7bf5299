package io.countermark.app.platform;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * States and the events between them, shipped as data ({@code /data/state-machines.json}) so that a policy can be read without
 * reading code.
 *
 * @param initial     where every case begins
 * @param terminal    where one ends
 * @param transitions what may happen
 */
public record StateMachine(String initial, List<String> terminal, List<Transition> transitions) {

    private static final Problem NO_SUCH_EVENT = new Problem("no-such-event", 409, "That can't happen in this state");

    /**
     * @param from           state
     * @param event          what happens
     * @param to             state afterwards
     * @param actor          who may do it, for people
     * @param deadline_guard the clock or the condition, for people
     */
    public record Transition(String from, String event, String to, String actor, String deadline_guard) {}

    /** An event that the current state does not know. */
    public static final class IllegalEventException extends RuntimeException implements Refusal {

        private static final long serialVersionUID = 1L;

        IllegalEventException(String state, String event, Set<String> possible) {
            super("In state " + state + " there is no '" + event + "'; possible: "
                    + (possible.isEmpty() ? "nothing, it has ended" : String.join(", ", possible)));
        }

        @Override
        public Problem problem() {
            return NO_SUCH_EVENT;
        }
    }

    public StateMachine {
        terminal = List.copyOf(terminal);
        transitions = List.copyOf(transitions);
    }

    /** By its name in the file, for example {@code ComplaintCase}. */
    public static StateMachine named(String name) {
        StateMachine machine = Facts.read("state-machines.json", Machines.class).get(name);
        if (machine == null) {
            throw new IllegalStateException("No state machine is called " + name);
        }
        return machine;
    }

    /** Events that the state knows, in the order of the file. */
    public Set<String> events(String state) {
        Set<String> events = new LinkedHashSet<>();
        transitions.stream().filter(t -> t.from().equals(state)).forEach(t -> events.add(t.event()));
        return events;
    }

    /** @throws IllegalEventException when {@code event} can't happen in {@code state} */
    public Transition next(String state, String event) {
        Optional<Transition> found = transitions.stream()
                .filter(t -> t.from().equals(state) && t.event().equals(event))
                .findFirst();
        return found.orElseThrow(() -> new IllegalEventException(state, event, events(state)));
    }

    public boolean ended(String state) {
        return terminal.contains(state);
    }

    /** The file: machines by name. */
    private static final class Machines extends java.util.LinkedHashMap<String, StateMachine> {
        private static final long serialVersionUID = 1L;
    }
}
