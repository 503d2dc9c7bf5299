package io.countermark.app.cases;

import io.countermark.app.platform.Ids;
import io.countermark.app.platform.StateMachine;
import io.countermark.app.platform.Tenancy;
import io.countermark.app.rights.Licence;
import io.countermark.app.rights.Licences;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The case board: notices come in, move by the machine's events, and every step stays with its reason. */
@Service
public class Cases {

    private static final StateMachine MACHINE = StateMachine.named("ComplaintCase");

    /** The state in which the other side's time runs. */
    private static final String AWAITING = "WAITING_CLAIMANT";

    private final JdbcClient jdbc;
    private final Tenancy tenancy;
    private final Clock clock;
    private final Licences licences;
    private final LegalProfiles profiles;
    private final ApplicationEventPublisher events;

    Cases(
            JdbcClient jdbc,
            Tenancy tenancy,
            Clock clock,
            Licences licences,
            LegalProfiles profiles,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.tenancy = tenancy;
        this.clock = clock;
        this.licences = licences;
        this.profiles = profiles;
        this.events = events;
    }

    /**
     * A notice as handed in.
     *
     * @param account the seller account it is against; null when not known
     * @param channel where the copy is; null when not known
     */
    public record Notice(
            UUID workId,
            String profile,
            String location,
            @Nullable String account,
            @Nullable String channel,
            String statement,
            Set<String> elements) {

        public Notice {
            elements = Set.copyOf(elements);
        }
    }

    /**
     * Takes a notice in. Complete ones are submitted, others wait as incomplete with the missing elements named.
     *
     * @throws NoticeRefusedException LICENSED_USE when a licence explains the use: no claim is made against permitted use
     */
    public ComplaintCase.File submit(UUID tenant, Notice notice) {
        return tenancy.in(tenant, () -> takeIn(tenant, notice));
    }

    private ComplaintCase.File takeIn(UUID tenant, Notice notice) {
        LegalProfile profile = profile(notice.profile());
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        List<Licence> permitted = licences.explaining(
                tenant, new Licence.Use(notice.workId(), notice.account(), notice.channel(), true, today));
        if (!permitted.isEmpty()) {
            throw new NoticeRefusedException(
                    NoticeRefusedException.Reason.LICENSED_USE,
                    "A licence to " + permitted.getFirst().licensee() + " permits this use; no notice was made");
        }
        UUID id = Ids.next();
        jdbc.sql("""
                        insert into complaint_case
                            (id, work_id, profile, location, statement, elements, state, created_at, version)
                        values (:id, :work, :profile, :location, :statement, :elements, :state, :now, 0)
                        """)
                .param("id", id)
                .param("work", notice.workId())
                .param("profile", profile.id())
                .param("location", notice.location())
                .param("statement", notice.statement())
                .param("elements", notice.elements().toArray(String[]::new))
                .param("state", MACHINE.initial())
                .param("now", now())
                .update();
        step(id, "submit", "handed in");
        List<LegalProfile.Element> missing = profile.missing(notice.elements());
        if (!missing.isEmpty()) {
            String names = missing.stream().map(LegalProfile.Element::text).collect(Collectors.joining("; "));
            step(id, "completeness-fail", "missing: " + names);
        }
        events.publishEvent(new NoticeSubmitted(id, notice.workId()));
        return read(id).orElseThrow();
    }

    /**
     * Moves a case on.
     *
     * @throws StateMachine.IllegalEventException when the event can't happen in its state
     * @throws NoticeRefusedException             STALE_VERSION when the case has moved since {@code version}
     */
    public Optional<ComplaintCase.File> apply(UUID tenant, UUID id, int version, String event, String reason) {
        return tenancy.in(tenant, () -> move(id, version, event, reason));
    }

    private Optional<ComplaintCase.File> move(UUID id, int version, String event, String reason) {
        Optional<ComplaintCase> found = find(id, true);
        found.ifPresent(complaint -> {
            if (complaint.version() != version) {
                throw new NoticeRefusedException(
                        NoticeRefusedException.Reason.STALE_VERSION,
                        "The case has moved since you opened it; look at it again");
            }
            step(id, event, reason);
        });
        return read(id);
    }

    /** Newest first. */
    public List<ComplaintCase> all(UUID tenant) {
        return tenancy.in(
                tenant,
                () -> jdbc.sql("select * from complaint_case order by created_at desc, id desc limit 500")
                        .query(Cases::read)
                        .list());
    }

    public Optional<ComplaintCase.File> file(UUID tenant, UUID id) {
        return tenancy.in(tenant, () -> read(id));
    }

    private Optional<ComplaintCase.File> read(UUID id) {
        return find(id, false)
                .map(complaint -> new ComplaintCase.File(
                        complaint,
                        profile(complaint.profile()).missing(complaint.elements()),
                        history(id),
                        MACHINE.events(complaint.state())));
    }

    private void step(UUID id, String event, String reason) {
        ComplaintCase complaint = find(id, true).orElseThrow();
        StateMachine.Transition transition = MACHINE.next(complaint.state(), event);
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        LocalDate due = transition.to().equals(AWAITING)
                ? ResponseClock.due(today, profile(complaint.profile()).response())
                : null;
        jdbc.sql("update complaint_case set state = :to, due = :due, version = version + 1 where id = :id")
                .param("to", transition.to())
                .param("due", due)
                .param("id", id)
                .update();
        jdbc.sql("""
                        insert into complaint_case_event (id, case_id, event, from_state, to_state, reason, at)
                        values (:id, :case, :event, :from, :to, :reason, :now)
                        """)
                .param("id", Ids.next())
                .param("case", id)
                .param("event", event)
                .param("from", transition.from())
                .param("to", transition.to())
                .param("reason", reason)
                .param("now", now())
                .update();
    }

    private Optional<ComplaintCase> find(UUID id, boolean lock) {
        return jdbc.sql("select * from complaint_case where id = :id" + (lock ? " for update" : ""))
                .param("id", id)
                .query(Cases::read)
                .optional();
    }

    private List<ComplaintCase.Event> history(UUID id) {
        return jdbc.sql("select * from complaint_case_event where case_id = :id order by id")
                .param("id", id)
                .query((row, index) -> new ComplaintCase.Event(
                        row.getString("event"),
                        row.getString("from_state"),
                        row.getString("to_state"),
                        row.getString("reason"),
                        instant(row, "at")))
                .list();
    }

    private LegalProfile profile(String id) {
        return profiles.find(id)
                .orElseThrow(() -> new NoticeRefusedException(
                        NoticeRefusedException.Reason.UNKNOWN_PROFILE, "There is no legal profile " + id));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static ComplaintCase read(ResultSet row, int index) throws SQLException {
        return new ComplaintCase(
                row.getObject("id", UUID.class),
                row.getObject("work_id", UUID.class),
                row.getString("profile"),
                row.getString("location"),
                row.getString("statement"),
                Arrays.stream((String[]) row.getArray("elements").getArray()).collect(Collectors.toSet()),
                row.getString("state"),
                row.getObject("due", LocalDate.class),
                instant(row, "created_at"),
                row.getInt("version"));
    }
}
