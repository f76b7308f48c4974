import Bridge
import Store

/// Opens a bridge on a data directory.
enum OpenedBridge {
    /// - Throws: what keeps it from opening; where that is the store, with its path.
    static func open(_ setup: BridgeSetup, in directory: DataDirectory) async throws -> Bridge {
        do {
            return try await Bridge.open(setup)
        } catch let fault as StoreFault {
            throw CommandFault("\(directory.store): \(fault)")
        }
    }
}
