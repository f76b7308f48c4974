/// Holds, what was seen of an agent and of its history, switches by scope, and schedules.
enum SchemaVersion2 {
    static let statements = agents + writes + holds + switches + schedules

    private static let agents = [
        // Where the history was read to (with history_cursor, the start): the record itself.
        "ALTER TABLE agents ADD COLUMN cursor_state INTEGER",
        // The state in which the agent's history was last judged.
        "ALTER TABLE agents ADD COLUMN seen_status TEXT",
        "ALTER TABLE agents ADD COLUMN seen_since INTEGER",
        "ALTER TABLE agents ADD COLUMN seen_at INTEGER",
        // The newest move by a person.
        "ALTER TABLE agents ADD COLUMN person_status TEXT",
        "ALTER TABLE agents ADD COLUMN person_at INTEGER",
        // The latest decision and what it leaned on, in words: opaque here.
        "ALTER TABLE agents ADD COLUMN explanation BLOB",
    ]

    private static let writes = [
        "ALTER TABLE intents ADD COLUMN is_queued INTEGER NOT NULL DEFAULT 0 CHECK (is_queued IN (0, 1))",
        "ALTER TABLE intents ADD COLUMN is_correction INTEGER NOT NULL DEFAULT 0 CHECK (is_correction IN (0, 1))",
        "CREATE INDEX intents_corrections ON intents (agent, recorded_at) WHERE is_correction = 1",
        "ALTER TABLE confirmed_writes ADD COLUMN shown_since INTEGER",
        // For counting what one source is about to move.
        "CREATE INDEX changes_source_due ON changes (source, effective_at)",
        "CREATE INDEX changes_scheduled ON changes (effective_at) WHERE finished_at IS NULL",
        // One segment of the history satisfies one change.
        """
        CREATE TABLE satisfying_segments (
            agent INTEGER NOT NULL REFERENCES agents (id),
            start INTEGER NOT NULL,
            state_id INTEGER NOT NULL,
            change INTEGER NOT NULL REFERENCES changes (acceptance) ON DELETE CASCADE,
            PRIMARY KEY (agent, start, state_id)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX satisfying_segments_change ON satisfying_segments (change)",
    ]

    private static let holds = [
        """
        CREATE TABLE holds (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            agent INTEGER NOT NULL REFERENCES agents (id),
            change INTEGER NOT NULL REFERENCES changes (acceptance) ON DELETE CASCADE,
            source TEXT NOT NULL,
            reason TEXT NOT NULL CHECK (reason IN ('override', 'fight', 'stampede')),
            words TEXT NOT NULL,
            held_at INTEGER NOT NULL,
            until INTEGER,
            ended_at INTEGER,
            ending TEXT CHECK (ending IN ('released', 'lapsed', 'overtaken')),
            ended_by TEXT,
            CHECK ((ended_at IS NULL) = (ending IS NULL))
        ) STRICT
        """,
        // A change is held for one reason at a time.
        "CREATE UNIQUE INDEX holds_open ON holds (change) WHERE ended_at IS NULL",
        "CREATE INDEX holds_agent ON holds (agent) WHERE ended_at IS NULL",
        "CREATE INDEX holds_change ON holds (change)",
        """
        CREATE TABLE stampede_releases (
            tenant TEXT NOT NULL,
            source TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (tenant, source)
        ) STRICT, WITHOUT ROWID
        """,
    ]

    private static let switches = [
        // Everything but the write, for a tenant, a source or a team of a tenant; what is not here is left to the policy.
        """
        CREATE TABLE shadows (
            scope TEXT NOT NULL CHECK (scope IN ('tenant', 'source', 'team')),
            tenant TEXT NOT NULL,
            name TEXT NOT NULL,
            is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
            changed_at INTEGER NOT NULL,
            PRIMARY KEY (scope, tenant, name)
        ) STRICT, WITHOUT ROWID
        """
    ]

    private static let schedules = [
        // The change is a segment of a published schedule.
        "ALTER TABLE changes ADD COLUMN is_planned INTEGER NOT NULL DEFAULT 0 CHECK (is_planned IN (0, 1))",
        """
        CREATE TABLE schedules (
            number INTEGER PRIMARY KEY,
            agent INTEGER NOT NULL REFERENCES agents (id),
            source TEXT NOT NULL,
            from_at INTEGER NOT NULL,
            to_at INTEGER NOT NULL CHECK (to_at > from_at),
            version INTEGER,
            digest BLOB NOT NULL,
            published_at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX schedules_agent ON schedules (agent, source, to_at)",
        "CREATE INDEX schedules_end ON schedules (to_at)",
        // The agent's shift: the segments that are not Offline.
        """
        CREATE TABLE shift_segments (
            agent INTEGER NOT NULL REFERENCES agents (id),
            source TEXT NOT NULL,
            start_at INTEGER NOT NULL,
            end_at INTEGER NOT NULL CHECK (end_at > start_at),
            PRIMARY KEY (agent, source, start_at)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX shift_segments_end ON shift_segments (end_at)",
    ]
}
