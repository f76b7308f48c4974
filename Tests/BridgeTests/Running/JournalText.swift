import Foundation
import Notation

/// The lines of a journal, as values.
enum JournalText {
    static func records(in directory: String) throws -> [JSONValue] {
        try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".jsonl") }.sorted()
            .flatMap { file in
                try String(contentsOfFile: "\(directory)/\(file)", encoding: .utf8).split(separator: "\n")
                    .map { try JSONValue(parsing: String($0)) }
            }
    }
}
