/// How a journal's writer works. The defaults are meant for service.
///
/// Times are real time: on a clock that runs faster they are stretched by its speed, because disks do not run faster with it.
package struct WriterSettings: Sendable, Hashable {
    /// Where the files lie; made if missing, its parent must exist.
    package var directory: String
    /// Which run of the process this is; goes into the records the journal itself makes.
    package var boot: String
    /// Go on behind damage instead of refusing to start; recorded.
    package var acceptDamage: Bool
    /// The most records, and about the most bytes, that share one sync.
    package var batchRecords = 1_000
    package var batchBytes = 4 << 20
    /// How long a round waits for more records after it was woken, so that commits in quick succession share one sync.
    package var linger = Duration.milliseconds(10)
    /// How often the store is looked at without being woken.
    package var poll = Duration.seconds(1)
    /// How long after a refused write the next attempt is made; doubles up to `longestPause`.
    package var firstPause = Duration.milliseconds(250)
    package var longestPause = Duration.seconds(2)
    /// How long a stop may take to write what still waits.
    package var drainTime = Duration.seconds(5)
    package var lagLimits = JournalLagLimits()

    package init(directory: String, boot: String, acceptDamage: Bool = false) {
        self.directory = directory
        self.boot = boot
        self.acceptDamage = acceptDamage
    }
}
