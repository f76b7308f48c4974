import Bridge
import Foundation

/// The folder in which a rehearsal's own bridge works.
struct RehearsalStage {
    /// Nil where the bridge is not the rehearsal's own.
    let directory: DataDirectory?
    private let isTemporary: Bool

    /// - Parameter data: the folder that the user named.
    init(data: String?, isNeeded: Bool) throws {
        guard isNeeded else {
            directory = nil
            isTemporary = false
            return
        }
        if let data {
            let content = try? FileManager.default.contentsOfDirectory(atPath: data)
            guard (content ?? []).isEmpty else {
                throw CommandFault("\(data) is not empty: a rehearsal's bridge starts knowing nothing; name a new folder with --data")
            }
            // Whole, so that what is said of it is good in any other terminal.
            directory = DataDirectory(URL(fileURLWithPath: data).path)
            isTemporary = false
            return
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("wfm-bridge-rehearsal-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw CommandFault("\(folder.path) cannot be made; name a folder that can be written with --data")
        }
        directory = DataDirectory(folder.path)
        isTemporary = true
    }

    /// Removes what nobody asked to be kept.
    func strike() {
        guard isTemporary, let directory else { return }
        try? FileManager.default.removeItem(atPath: directory.path)
    }
}
