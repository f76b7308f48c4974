/// What one window of load on one server showed.
struct Window {
    let load: LoadResult
    let before: Readings
    let after: Readings

    var rate: Double { Double(load.accepted) / load.seconds }
    var userCPU: Double { (after.userSeconds - before.userSeconds) * 1_000_000 / Double(load.accepted) }
    var systemCPU: Double { (after.systemSeconds - before.systemSeconds) * 1_000_000 / Double(load.accepted) }
    /// Microseconds of the server's CPU for a request.
    var cpu: Double { userCPU + systemCPU }

    private func difference(_ name: String) -> Double { (after.metrics[name] ?? 0) - (before.metrics[name] ?? 0) }

    private var commits: Double { difference("wfm_bridge_store_commit_seconds_count") }
    private var syncs: Double { difference("wfm_bridge_journal_sync_seconds_count") }
    var acceptsPerCommit: Double { Double(load.accepted) / commits }
    var commitsPerSecond: Double { commits / load.seconds }
    var commitMilliseconds: Double { difference("wfm_bridge_store_commit_seconds_sum") * 1_000 / commits }
    var recordsPerSync: Double { difference("wfm_bridge_journal_batch_records_sum") / syncs }
    var syncsPerAccept: Double { (commits + syncs) / Double(load.accepted) }

    /// What makes the figures worthless; nil if nothing does.
    var fault: String? {
        if load.accepted == 0 { return "nothing was accepted" }
        if load.refused > 0 { return "\(load.refused) requests were not answered with 202; first answer: \(load.firstRefusal)" }
        guard !after.metrics.isEmpty else { return nil }
        let stored = difference("wfm_bridge_inbound_changes_accepted_total")
        if stored != Double(load.accepted) { return "\(load.accepted) answers of 202, but the bridge counts \(stored) accepted changes" }
        return nil
    }
}

/// What is read of a server between windows.
struct Readings {
    var userSeconds: Double
    var systemSeconds: Double
    /// Every series of the server's metrics by its name, the series of a name added up; empty for the bare server.
    var metrics: [String: Double]
}
