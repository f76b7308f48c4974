/// The first shape of the schema. It is never edited once released: what changes comes as a further migration.
///
/// Times are microseconds since 1970. A change is open as long as `finished_at` is null, an intent as long as
/// `settled_at` is: partial indexes over these keep every look at open work independent of how much is finished.
enum SchemaVersion1 {
    static let statements = agents + changes + ledger + outbox + upkeep

    private static let agents = [
        // AUTOINCREMENT nowhere here: agents are never deleted. Columns that start with mark_ are the watermark,
        // the highest key ever chosen.
        """
        CREATE TABLE agents (
            id INTEGER PRIMARY KEY,
            tenant TEXT NOT NULL,
            user_id TEXT NOT NULL,
            mark_effective_at INTEGER,
            mark_rank INTEGER,
            mark_source TEXT,
            mark_version INTEGER,
            mark_acceptance INTEGER,
            in_force INTEGER REFERENCES changes (acceptance),
            reported_status TEXT,
            reported_pause_reason TEXT,
            reported_since INTEGER,
            reported_at INTEGER,
            released_at INTEGER,
            looks INTEGER NOT NULL DEFAULT 0 CHECK (looks >= 0),
            next_look INTEGER,
            history_cursor INTEGER,
            sequence INTEGER NOT NULL DEFAULT 0 CHECK (sequence >= 0),
            UNIQUE (tenant, user_id),
            CHECK ((mark_effective_at IS NULL) = (mark_rank IS NULL)),
            CHECK ((mark_effective_at IS NULL) = (mark_source IS NULL)),
            CHECK ((mark_effective_at IS NULL) = (mark_acceptance IS NULL)),
            CHECK ((reported_status IS NULL) = (reported_at IS NULL))
        ) STRICT
        """,
        "CREATE INDEX agents_in_force ON agents (in_force) WHERE in_force IS NOT NULL",
    ]

    private static let changes = [
        // AUTOINCREMENT: a number of acceptance is never given twice, not even after retention has removed the last.
        """
        CREATE TABLE changes (
            acceptance INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            agent INTEGER NOT NULL REFERENCES agents (id),
            source TEXT NOT NULL,
            source_rank INTEGER NOT NULL DEFAULT 0,
            team TEXT,
            request_id TEXT NOT NULL,
            reference TEXT,
            version INTEGER,
            \(wanted),
            effective_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL CHECK (expires_at > effective_at),
            ends_at INTEGER CHECK (ends_at > effective_at),
            accepted_at INTEGER NOT NULL,
            accepted_as TEXT NOT NULL CHECK (accepted_as IN ('scheduled', 'due')),
            state TEXT NOT NULL CHECK (state IN (\(states))),
            replaced_by TEXT REFERENCES changes (id) ON DELETE SET NULL,
            cancel_requested_at INTEGER,
            last_wait TEXT CHECK (last_wait IN (
                'on_contact', 'wrap_up', 'logged_out', 'paused', 'budget',
                'cxone_unavailable', 'live_unknown', 'not_permitted', 'outcome_unknown'
            )),
            ineffective_writes INTEGER NOT NULL DEFAULT 0 CHECK (ineffective_writes >= 0),
            outcome TEXT CHECK (outcome IN (
                'applied', 'already', 'satisfied', 'observed', 'backfilled',
                'refused', 'expired', 'superseded', 'cancelled', 'failed', 'waiting', 'held', 'shadow'
            )),
            code TEXT,
            finished_at INTEGER,
            CHECK ((finished_at IS NULL) = (state IN ('scheduled', 'due', 'waiting', 'held', 'applying')))
        ) STRICT
        """,
        // An agent's changes, and the open ones among them first.
        "CREATE INDEX changes_agent ON changes (agent, finished_at)",
        // In order of acceptance, so that taking in writes to its end.
        "CREATE INDEX changes_open ON changes (finished_at) WHERE finished_at IS NULL",
        """
        CREATE INDEX changes_open_reference ON changes (agent, reference, source)
            WHERE finished_at IS NULL AND reference IS NOT NULL
        """,
        "CREATE INDEX changes_finished ON changes (finished_at) WHERE finished_at IS NOT NULL",
        "CREATE INDEX changes_replaced_by ON changes (replaced_by) WHERE replaced_by IS NOT NULL",
        // The states after the first, which the change itself tells.
        """
        CREATE TABLE change_history (
            change INTEGER NOT NULL REFERENCES changes (acceptance) ON DELETE CASCADE,
            ordinal INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN (\(states))),
            at INTEGER NOT NULL,
            PRIMARY KEY (change, ordinal)
        ) STRICT, WITHOUT ROWID
        """,
        // Not WITHOUT ROWID: the answer to a large batch is large, and the tree of keys stays small beside it.
        """
        CREATE TABLE accepted_requests (
            number INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            request_id TEXT NOT NULL,
            digest BLOB NOT NULL,
            answer BLOB NOT NULL,
            accepted_at INTEGER NOT NULL,
            UNIQUE (source, request_id)
        ) STRICT
        """,
        "CREATE INDEX accepted_requests_age ON accepted_requests (accepted_at)",
    ]

    private static let ledger = [
        """
        CREATE TABLE intents (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            agent INTEGER NOT NULL REFERENCES agents (id),
            change INTEGER NOT NULL REFERENCES changes (acceptance) ON DELETE CASCADE,
            \(wanted),
            previous_kind TEXT CHECK (previous_kind IN ('status', 'not_ready', 'unknown')),
            previous_label TEXT,
            recorded_at INTEGER NOT NULL,
            ended_at INTEGER,
            is_acknowledged INTEGER NOT NULL CHECK (is_acknowledged IN (0, 1)),
            role_checked TEXT NOT NULL,
            shift_validated TEXT NOT NULL,
            wrap_up_verified TEXT NOT NULL,
            settled_at INTEGER,
            ending TEXT CHECK (ending IN ('confirmed', 'closed', 'abandoned')),
            code TEXT,
            CHECK ((previous_kind IS NULL) = (previous_label IS NULL)),
            CHECK ((settled_at IS NULL) = (ending IS NULL))
        ) STRICT
        """,
        // At most one write of unknown outcome for an agent, whatever a program does.
        "CREATE UNIQUE INDEX intents_open ON intents (agent) WHERE settled_at IS NULL",
        "CREATE INDEX intents_change ON intents (change)",
        """
        CREATE TABLE confirmed_writes (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            agent INTEGER NOT NULL REFERENCES agents (id),
            change INTEGER NOT NULL REFERENCES changes (acceptance) ON DELETE CASCADE,
            source TEXT NOT NULL,
            \(wanted),
            sent_at INTEGER NOT NULL,
            confirmed_at INTEGER NOT NULL,
            grade TEXT NOT NULL CHECK (grade IN ('response', 'read', 'history')),
            is_correction INTEGER NOT NULL CHECK (is_correction IN (0, 1))
        ) STRICT
        """,
        "CREATE INDEX confirmed_writes_agent ON confirmed_writes (agent)",
        "CREATE INDEX confirmed_writes_change ON confirmed_writes (change)",
    ]

    private static let outbox = [
        """
        CREATE TABLE events (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            agent INTEGER NOT NULL REFERENCES agents (id),
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            type TEXT NOT NULL,
            body BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            UNIQUE (agent, sequence)
        ) STRICT
        """,
        // Agent and sequence repeat what the event says, so that one index gives a lane its order.
        """
        CREATE TABLE deliveries (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            event INTEGER NOT NULL REFERENCES events (number),
            endpoint TEXT NOT NULL,
            agent INTEGER NOT NULL REFERENCES agents (id),
            sequence INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('queued', 'delivered', 'dead')),
            attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
            next_at INTEGER NOT NULL,
            owner TEXT,
            fence INTEGER NOT NULL DEFAULT 0 CHECK (fence >= 0),
            lease_until INTEGER,
            last_error TEXT,
            finished_at INTEGER,
            UNIQUE (event, endpoint),
            CHECK ((owner IS NULL) = (lease_until IS NULL)),
            CHECK (owner IS NULL OR state = 'queued'),
            CHECK ((finished_at IS NULL) = (state = 'queued'))
        ) STRICT
        """,
        "CREATE INDEX deliveries_queued ON deliveries (endpoint, agent, sequence) WHERE state = 'queued'",
        "CREATE INDEX deliveries_claimed ON deliveries (owner) WHERE owner IS NOT NULL",
        "CREATE INDEX deliveries_delivered ON deliveries (finished_at) WHERE state = 'delivered'",
        "CREATE INDEX deliveries_dead ON deliveries (endpoint, finished_at) WHERE state = 'dead'",
        // The oldest queued delivery of every lane that has any: claiming looks here alone, however long lanes are.
        // While the head is in hand, due_at is the end of its lease.
        """
        CREATE TABLE lanes (
            endpoint TEXT NOT NULL,
            agent INTEGER NOT NULL REFERENCES agents (id),
            head INTEGER NOT NULL UNIQUE REFERENCES deliveries (number),
            due_at INTEGER NOT NULL,
            in_hand INTEGER NOT NULL CHECK (in_hand IN (0, 1)),
            PRIMARY KEY (endpoint, agent)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX lanes_due ON lanes (endpoint, due_at, in_hand)",
    ]

    private static let upkeep = [
        // AUTOINCREMENT: the table empties as the file catches up, and an ordinal must never come again.
        """
        CREATE TABLE journal_rows (
            ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
            journal TEXT NOT NULL,
            record_id TEXT NOT NULL UNIQUE,
            bytes BLOB NOT NULL,
            stored_at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX journal_rows_journal ON journal_rows (journal)",
        """
        CREATE TABLE switches (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
            changed_at INTEGER
        ) STRICT
        """,
        "INSERT INTO switches (only, paused) VALUES (1, 0)",
        """
        CREATE TABLE probes (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            count INTEGER NOT NULL,
            at INTEGER
        ) STRICT
        """,
        "INSERT INTO probes (only, count) VALUES (1, 0)",
    ]

    /// What a change asks for, in every table that carries it.
    private static let wanted = """
        status TEXT NOT NULL CHECK (status IN ('Available', 'Busy', 'Break', 'Training', 'Offline')),
            pause_reason TEXT,
            wrap_up_code TEXT,
            force_availability INTEGER NOT NULL CHECK (force_availability IN (0, 1)),
            respect_wrap_up INTEGER NOT NULL CHECK (respect_wrap_up IN (0, 1))
        """

    private static let states = """
        'scheduled', 'due', 'waiting', 'held', 'applying', 'applied', 'already', 'satisfied', \
        'refused', 'expired', 'superseded', 'cancelled', 'failed', 'shadowed'
        """
}
