package io.countermark.app.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Ids;
import io.countermark.app.platform.Role;
import jakarta.mail.Message;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** The mail as a real SMTP server takes it. */
class InvitationMailTest {

    private static final String FROM = "countermark@example.com";
    private static final String PUBLIC = "https://marks.example.com";

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
    private final Invitations.Made made = new Invitations.Made(
            Ids.next(), "nina@example.com", Role.LEGAL, Secret.random(""), Instant.parse("2026-12-01T00:00:00Z"));
    private final Caller olga =
            new Caller(Ids.next(), "Acme\r\nBcc: x@example.com", Ids.next(), "Olga", "olga@example.com", Role.OWNER);

    @BeforeEach
    void start() {
        server.start();
        messages.setBasename("messages/identity");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private InvitationMail mail(int port, String address) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(port);
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("sender", sender);
        return new InvitationMail(beans.getBeanProvider(JavaMailSender.class), messages, address, FROM);
    }

    @Test
    void theLinkGoesToWhomItIsForInTheirLanguage() throws Exception {
        InvitationMail mail = mail(server.getSmtp().getPort(), PUBLIC);

        assertThat(mail.send(made, olga, Locale.ENGLISH)).isTrue();
        assertThat(mail.send(made, olga, Locale.CHINESE)).isTrue();

        Message[] received = server.getReceivedMessages();
        assertThat(received).hasSize(2);
        for (Message message : received) {
            assertThat(message.getAllRecipients()).hasSize(1);
            assertThat(message.getAllRecipients()[0]).hasToString("nina@example.com");
            assertThat(message.getContent().toString()).contains(PUBLIC + made.path());
        }
        assertThat(received[0].getSubject()).contains("Acme");
        assertThat(received[1].getSubject()).isNotEqualTo(received[0].getSubject());
        assertThat(GreenMailUtil.getHeaders(received[0]))
                .as("a name is no header")
                .doesNotContain("\nBcc:");
    }

    @Test
    void withoutAPublicAddressOrAServerTheLinkIsPassedOnByHand() {
        assertThat(mail(server.getSmtp().getPort(), "").send(made, olga, Locale.ENGLISH))
                .isFalse();
        int nobodyListens = server.getSmtp().getPort();
        server.stop();
        assertThat(mail(nobodyListens, PUBLIC).send(made, olga, Locale.ENGLISH)).isFalse();
        assertThat(mail(nobodyListens, PUBLIC).link(made).orElseThrow()).hasToString(PUBLIC + made.path());
    }
}
