/// What a person moved an agent out of, and what was reported before the history had shown it.
enum SchemaVersion4 {
    static let statements = [
        "ALTER TABLE agents ADD COLUMN person_from TEXT",
        // Until the history has shown them: in the order in which they were reported.
        """
        CREATE TABLE unproven_reports (
            agent INTEGER NOT NULL REFERENCES agents (id),
            place INTEGER NOT NULL,
            status TEXT NOT NULL,
            since INTEGER,
            observed_at INTEGER,
            PRIMARY KEY (agent, place)
        ) STRICT, WITHOUT ROWID
        """,
        // Open holds are counted by reason every few seconds.
        "CREATE INDEX holds_open_reason ON holds (ended_at, reason) WHERE ended_at IS NULL",
    ]
}
