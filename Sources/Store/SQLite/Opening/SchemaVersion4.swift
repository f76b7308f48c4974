/// What a source is about to move is counted by when it is due, a change is in force only until a newer one is chosen, and what was
/// reported before the history had shown it is kept until it does.
enum SchemaVersion4 {
    static let statements = [
        "DROP INDEX changes_source_due",
        // As `Change.dueAt` has it: what was accepted after its effectiveAt is due at once.
        "CREATE INDEX changes_source_due ON changes (source, max(effective_at, accepted_at))",
        // What an open intent corrects is settled first; then the next choice ends it.
        """
        UPDATE agents SET in_force = NULL
        WHERE mark_effective_at > (SELECT effective_at FROM changes WHERE acceptance = agents.in_force)
            AND NOT EXISTS (SELECT 1 FROM intents WHERE agent = agents.id AND settled_at IS NULL)
        """,
        """
        UPDATE holds SET ended_at = held_at, ending = 'overtaken'
        WHERE ended_at IS NULL AND EXISTS (SELECT 1 FROM changes WHERE acceptance = holds.change AND finished_at IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM agents WHERE in_force = holds.change)
        """,
        // The bridge's own marks in histories: few, and looked for with every agent.
        "CREATE INDEX intents_taking_back ON intents (agent, recorded_at) WHERE code = 'taking_back'",
        // What a person moved an agent out of.
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
