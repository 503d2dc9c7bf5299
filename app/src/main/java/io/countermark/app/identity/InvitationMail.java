package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/**
 * Sends an invitation's link, where the operator named an SMTP server ({@code spring.mail.host}), a sender ({@code countermark.mail.from})
 * and the address that people see ({@code countermark.public-address}); else the one who invites passes the link on.
 */
@Component
class InvitationMail {

    private static final Logger LOG = LoggerFactory.getLogger(InvitationMail.class);

    private final ObjectProvider<JavaMailSender> sender;
    private final MessageSource messages;
    private final Optional<URI> address;
    private final String from;

    InvitationMail(
            ObjectProvider<JavaMailSender> sender,
            MessageSource messages,
            @Value("${countermark.public-address:}") String address,
            @Value("${countermark.mail.from:}") String from) {
        this.sender = sender;
        this.messages = messages;
        this.address = address.isEmpty() ? Optional.empty() : Optional.of(URI.create(address));
        this.from = from;
    }

    /** The whole link, never built from what a request calls the server; empty when the operator told no public address. */
    Optional<URI> link(Invitations.Made invitation) {
        return address.map(base -> base.resolve(invitation.path()));
    }

    /** Whether the mail server took it; a failure leaves the invitation as it is. */
    boolean send(Invitations.Made invitation, Caller by, Locale language) {
        JavaMailSender mail = sender.getIfAvailable();
        Optional<URI> link = link(invitation);
        if (mail == null || link.isEmpty() || from.isEmpty()) {
            return false;
        }
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom(from);
        message.setTo(invitation.email());
        message.setSubject(messages.getMessage("invitation.subject", new Object[] {by.organisation()}, language));
        message.setText(messages.getMessage(
                "invitation.text",
                new Object[] {by.name(), by.organisation(), link.get().toString()},
                language));
        try {
            mail.send(message);
            return true;
        } catch (MailException e) {
            LOG.warn(
                    "The mail of invitation {} was not taken: {}",
                    invitation.id(),
                    e.getClass().getSimpleName());
            return false;
        }
    }
}
