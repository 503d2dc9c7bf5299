package io.countermark.app.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.countermark.app.platform.Permission;
import io.countermark.app.platform.Role;
import io.countermark.app.platform.StateMachine;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from data or from an enumeration has a word in both languages; and both languages have the same words. */
class WordsTest {

    private static final List<Locale> LANGUAGES = List.of(Locale.ROOT, Locale.CHINESE);

    private static ResourceBundle bundle(String name, Locale language) {
        return ResourceBundle.getBundle(
                "messages/" + name,
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"commerce", "frame", "identity", "platform", "product"})
    void bothLanguagesSayTheSame(String name) {
        Set<String> english = new TreeSet<>(bundle(name, Locale.ROOT).keySet());
        // A Chinese bundle has the root as its parent, so what it holds itself is asked for.
        ResourceBundle chinese = bundle(name, Locale.CHINESE);
        assertThat(chinese.getLocale()).isEqualTo(Locale.CHINESE);
        assertThat(own(chinese)).containsExactlyInAnyOrderElementsOf(english);
    }

    private static Set<String> own(ResourceBundle bundle) {
        Set<String> keys = new TreeSet<>();
        for (String key : bundle.keySet()) {
            if (((java.util.PropertyResourceBundle) bundle).handleGetObject(key) != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    @Test
    void statesAndEventsHaveWords() {
        StateMachine cases = StateMachine.named("ComplaintCase");
        StateMachine licences = StateMachine.named("LicenceGrant");
        for (Locale language : LANGUAGES) {
            Set<String> words = bundle("commerce", language).keySet();
            assertThat(words).containsAll(states(cases, "case.state.").toList());
            assertThat(words).containsAll(states(licences, "licence.state.").toList());
            assertThat(words)
                    .containsAll(cases.transitions().stream()
                            .map(step -> "case.event." + step.event())
                            .toList());
        }
    }

    @Test
    void rolesAndPermissionsHaveWords() {
        for (Locale language : LANGUAGES) {
            Set<String> words = bundle("identity", language).keySet();
            assertThat(words)
                    .containsAll(Arrays.stream(Role.values())
                            .map(role -> "role." + role.name())
                            .toList());
            assertThat(words)
                    .containsAll(Arrays.stream(Permission.values())
                            .map(permission -> "permission." + permission.name())
                            .toList());
        }
    }

    private static Stream<String> states(StateMachine machine, String prefix) {
        return machine.transitions().stream()
                .flatMap(step -> Stream.of(step.from(), step.to()))
                .distinct()
                .map(prefix::concat);
    }
}
