package io.countermark.app.rights;

import io.countermark.app.platform.Ids;
import io.countermark.app.platform.StateMachine;
import io.countermark.app.platform.Tenancy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The licence ledger: asked before any claim is made. */
@Service
public class Licences {

    private static final StateMachine MACHINE = StateMachine.named("LicenceGrant");

    private final JdbcClient jdbc;
    private final Tenancy tenancy;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Licences(JdbcClient jdbc, Tenancy tenancy, Clock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.tenancy = tenancy;
        this.clock = clock;
        this.events = events;
    }

    /** Records a grant that both sides have signed already; it is in force at once. */
    public Licence grant(UUID tenant, Licence wanted) {
        return tenancy.in(tenant, () -> store(wanted));
    }

    private Licence store(Licence wanted) {
        Licence licence = new Licence(
                Ids.next(),
                wanted.workId(),
                wanted.licensee(),
                wanted.account(),
                wanted.channel(),
                wanted.derivatives(),
                wanted.validFrom(),
                wanted.validTo(),
                "ACTIVE");
        jdbc.sql("""
                        insert into licence_grant
                            (id, work_id, licensee, account, channel, derivatives, valid_from, valid_to, state, created_at)
                        values (:id, :work, :licensee, :account, :channel, :derivatives, :from, :to, :state, :now)
                        """)
                .param("id", licence.id())
                .param("work", licence.workId())
                .param("licensee", licence.licensee())
                .param("account", licence.account())
                .param("channel", licence.channel())
                .param("derivatives", licence.derivatives())
                .param("from", licence.validFrom())
                .param("to", licence.validTo())
                .param("state", licence.state())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        events.publishEvent(new LicenceGranted(licence.id(), licence.workId()));
        return licence;
    }

    /** Newest first. */
    public List<Licence> all(UUID tenant) {
        return tenancy.in(
                tenant,
                () -> jdbc.sql("select * from licence_grant order by created_at desc, id desc limit 500")
                        .query(Licences::read)
                        .list());
    }

    public Optional<Licence> find(UUID tenant, UUID id) {
        return tenancy.in(tenant, () -> find(id));
    }

    private Optional<Licence> find(UUID id) {
        return jdbc.sql("select * from licence_grant where id = :id")
                .param("id", id)
                .query(Licences::read)
                .optional();
    }

    /** Ends it by the machine's event, for example {@code terminate}; empty when there is no such licence. */
    public Optional<Licence> apply(UUID tenant, UUID id, String event) {
        return tenancy.in(tenant, () -> step(id, event));
    }

    private Optional<Licence> step(UUID id, String event) {
        Optional<String> state = jdbc.sql("select state from licence_grant where id = :id for update")
                .param("id", id)
                .query(String.class)
                .optional();
        state.ifPresent(from -> jdbc.sql("update licence_grant set state = :to where id = :id")
                .param("to", MACHINE.next(from, event).to())
                .param("id", id)
                .update());
        return find(id);
    }

    /** The licences that explain a use; a claim against one of them must not be sent. */
    public List<Licence> explaining(UUID tenant, Licence.Use use) {
        return tenancy.in(tenant, () -> explaining(use));
    }

    private List<Licence> explaining(Licence.Use use) {
        return jdbc
                .sql("select * from licence_grant where work_id = :work and state = 'ACTIVE' order by valid_from")
                .param("work", use.workId())
                .query(Licences::read)
                .list()
                .stream()
                .filter(licence -> licence.covers(use))
                .toList();
    }

    private static Licence read(ResultSet row, int index) throws SQLException {
        return new Licence(
                row.getObject("id", UUID.class),
                row.getObject("work_id", UUID.class),
                row.getString("licensee"),
                row.getString("account"),
                row.getString("channel"),
                row.getBoolean("derivatives"),
                row.getObject("valid_from", LocalDate.class),
                row.getObject("valid_to", LocalDate.class),
                row.getString("state"));
    }
}
