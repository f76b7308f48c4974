/// Since when the agent was in the state that a write found.
enum SchemaVersion3 {
    static let statements = ["ALTER TABLE intents ADD COLUMN previous_since INTEGER"]
}
