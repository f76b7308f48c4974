import Logging
import Telemetry

extension JournalRecovery {
    /// Tells what was put right.
    func log(to logger: Logger) {
        for tail in tornTails {
            logger.warning(
                "the journal's torn tail was copied aside and cut off",
                metadata: .fields([.journalSegment: "\(tail.file)", .path: "\(tail.copy)", .bytes: "\(tail.bytes)"])
            )
        }
        if rewrittenBytes > 0 {
            logger.info(
                "journal lines that were not known to be synced are written again from the store",
                metadata: .fields([.bytes: "\(rewrittenBytes)"])
            )
        }
        if let acceptedDamage {
            logger.critical(
                "the journal goes on behind accepted damage",
                metadata: .fields([.journalSegment: "\(acceptedDamage.file)", .errorDetail: "\(acceptedDamage)"])
            )
        }
    }
}
