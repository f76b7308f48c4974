import DequeModule
import Notation

/// The newest calls that clients made, for tests and rehearsals to look at. Bounded: the oldest go.
struct CallLog: Sendable {
    struct Entry: Sendable {
        let number: Int
        let at: UnixMicroseconds
        let call: SimulatedCall
        let method: String
        let path: String
        let query: String?
        let userID: String?
        /// As it came, cut at 4 KiB; empty for token calls, whose bodies hold secrets.
        let body: [UInt8]
        /// The status answered; nil while in hand, and where there was no answer.
        var answer: Int?
        /// When it was answered, or the client went away; nil while in hand.
        var endedAt: UnixMicroseconds?
        /// `Retry-After` as it was sent.
        var retryAfter: String?
        /// What a write did.
        var effect = StateEffect.none
        /// Since when the agent whom a write met was on a contact; nil: on none.
        var contactSince: UnixMicroseconds?
        /// What went wrong with it on purpose.
        var fault: SimulatedFault.Kind?
    }

    let capacity: Int
    private var entries: Deque<Entry> = []
    private var next = 1

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// - Returns: the number under which the answer can be noted
    mutating func note(_ line: RequestLine, call: SimulatedCall, body: some Collection<UInt8>, at now: UnixMicroseconds) -> Int {
        if entries.count == capacity { entries.removeFirst() }
        let entry = Entry(
            number: next,
            at: now,
            call: call,
            method: line.method,
            path: line.path,
            query: line.query,
            userID: line.userID,
            body: call.isToken ? [] : Array(body.prefix(4_096))
        )
        entries.append(entry)
        next += 1
        return entry.number
    }

    mutating func note(answer: Int?, effect: StateEffect, of number: Int) {
        guard let place = place(of: number) else { return }
        entries[place].answer = answer
        entries[place].effect = effect
    }

    mutating func note(_ refusal: Refusal, of number: Int) {
        guard let place = place(of: number) else { return }
        entries[place].answer = refusal.status
        entries[place].retryAfter = refusal.retryAfter
    }

    mutating func note(contactSince time: UnixMicroseconds, of number: Int) {
        guard let place = place(of: number) else { return }
        entries[place].contactSince = time
    }

    mutating func note(endAt time: UnixMicroseconds, of number: Int) {
        guard let place = place(of: number) else { return }
        entries[place].endedAt = time
    }

    mutating func note(fault: SimulatedFault.Kind, of number: Int) {
        guard let place = place(of: number) else { return }
        entries[place].fault = fault
    }

    private func place(of number: Int) -> Int? {
        guard let first = entries.first?.number, number >= first, number - first < entries.count else { return nil }
        return number - first
    }

    /// So many of the newest, newest first.
    func newest(_ count: Int) -> [Entry] {
        entries.suffix(count).reversed()
    }

    mutating func clear() {
        entries.removeAll()
    }

    /// The calls after a number, oldest first; of one user only where one is named.
    func entries(after number: Int, userID: String?) -> [Entry] {
        guard let first = entries.first?.number else { return [] }
        let tail = number < first ? entries[...] : entries.dropFirst(number - first).dropFirst()
        return userID == nil ? Array(tail) : tail.filter { $0.userID == userID }
    }
}

extension CallLog.Entry {
    /// `body` is the JSON value that was sent, its text if it is none, null if nothing was sent.
    var json: JSONValue {
        [
            "seq": .int(number), "at": .string(RFC3339.format(at, fractionDigits: 6)),
            "call": .string(call.rawValue), "dialect": .string(call.dialect.rawValue), "method": .string(method), "path": .string(path),
            "query": .string(orNull: query),
            "userId": .string(orNull: userID),
            "body": body.isEmpty ? .null : (try? JSONValue(parsing: body)) ?? .string(String(decoding: body, as: UTF8.self)),
            "answer": answer.map { .int($0) } ?? .null, "applied": .bool(effect == .applied), "queued": .bool(effect == .queued),
            "retryAfter": .string(orNull: retryAfter),
            "contactSince": contactSince.map { .string(RFC3339.format($0, fractionDigits: 6)) } ?? .null,
            "fault": .string(orNull: fault?.rawValue),
            "ended": endedAt.map { .string(RFC3339.format($0, fractionDigits: 6)) } ?? .null,
        ]
    }
}
