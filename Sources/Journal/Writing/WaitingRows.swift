import Notation

/// How many of the rows that were there at a time are still waiting: the ones that have waited since.
///
/// Rows are appended in the order in which they came, so what is appended is taken from every earlier sighting.
struct WaitingRows: Sendable, Hashable {
    private struct Sighting: Sendable, Hashable {
        let at: UnixMicroseconds
        var left: Int
    }

    /// Oldest first.
    private var sightings: [Sighting] = []

    /// So many rows wait. Of sightings in quick succession the first stands for all.
    mutating func seen(_ rows: Int, at now: UnixMicroseconds) {
        if let last = sightings.last, last.left > 0, now - last.at < Self.spacing { return }
        sightings.append(Sighting(at: now, left: rows))
        // Every second one says nearly as much.
        if sightings.count > Self.most { sightings = stride(from: 0, to: sightings.count, by: 2).map { sightings[$0] } }
    }

    /// So many were written; those seen first went first.
    mutating func appended(_ rows: Int) {
        for index in sightings.indices { sightings[index].left = max(0, sightings[index].left - rows) }
        sightings.removeAll { $0.left == 0 }
    }

    /// Of the rows that were there at a time, how many still wait.
    func rows(seenBy time: UnixMicroseconds) -> Int {
        sightings.filter { $0.at <= time }.map(\.left).max() ?? 0
    }

    private static let spacing: UnixMicroseconds = 50_000
    private static let most = 64
}
