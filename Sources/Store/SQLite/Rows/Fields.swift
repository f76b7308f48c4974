import Foundation
import GRDB
import Reconciliation

/// Reads a row's fields one after the other, in the order of the statement that asked for them.
///
/// Whatever does not fit is `corrupt`, never a crash.
struct Fields {
    private let row: Row
    private var next = 0

    init(_ row: Row) {
        self.row = row
    }

    mutating func intOrNil() throws -> Int64? {
        switch take().storage {
        case .null: nil
        case .int64(let value): value
        default: throw misfit("an integer")
        }
    }

    mutating func textOrNil() throws -> String? {
        switch take().storage {
        case .null: nil
        case .string(let value): value
        default: throw misfit("text")
        }
    }

    mutating func bytes() throws -> [UInt8] {
        guard case .blob(let data) = take().storage else { throw misfit("bytes") }
        return [UInt8](data)
    }

    mutating func int() throws -> Int64 {
        guard let value = try intOrNil() else { throw misfit("an integer") }
        return value
    }

    mutating func text() throws -> String {
        guard let value = try textOrNil() else { throw misfit("text") }
        return value
    }

    mutating func flag() throws -> Bool { try int() != 0 }
    mutating func instant() throws -> Instant { Instant(microseconds: try int()) }
    mutating func instantOrNil() throws -> Instant? { try intOrNil().map(Instant.init(microseconds:)) }
    mutating func name<Name: Identifier>() throws -> Name { Name(try text()) }
    mutating func nameOrNil<Name: Identifier>() throws -> Name? { try textOrNil().map(Name.init) }
    mutating func agent() throws -> AgentID { AgentID(tenant: try name(), userID: try text()) }

    /// A word out of a fixed list.
    mutating func word<Word: RawRepresentable<String>>() throws -> Word {
        guard let word = Word(rawValue: try text()) else { throw misfit("a known word") }
        return word
    }

    mutating func wordOrNil<Word: RawRepresentable<String>>() throws -> Word? {
        guard let text = try textOrNil() else { return nil }
        guard let word = Word(rawValue: text) else { throw misfit("a known word") }
        return word
    }

    private mutating func take() -> DatabaseValue {
        defer { next += 1 }
        return next < row.count ? row[next] : .null
    }

    /// Names the column, not what stands in it.
    private func misfit(_ expected: String) -> StoreFault {
        let index = next - 1
        let column = index < row.count ? Array(row.columnNames)[index] : "\(index)"
        return .corrupt("column \(column) does not hold \(expected)")
    }
}
