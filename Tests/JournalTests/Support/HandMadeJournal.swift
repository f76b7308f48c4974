import LibCrypto

/// Lines of a journal put together by hand, as the format's description says and without the code under test.
struct HandMadeJournal {
    private(set) var lines: [String] = []
    private var prev = String(repeating: "0", count: 64)
    private var seq: Int

    init(from seq: Int = 1, prev: String? = nil) {
        self.seq = seq
        if let prev { self.prev = prev }
    }

    /// The hash that the next line names.
    var last: String { prev }
    var nextSeq: Int { seq }

    mutating func add(_ members: String) throws {
        try add(line: #"{"seq":\#(seq),"prev":"\#(prev)",\#(members)}"#)
    }

    mutating func add(line: String) throws {
        lines.append(line)
        prev = try SHA256.hash([0] + Array(line.utf8)).hex
        seq += 1
    }

    mutating func add(records count: Int) throws {
        for _ in 0..<count {
            try add(#""recordId":"r\#(seq)","timestamp":"2026-11-20T15:00:00.000Z","boot":"b","type":"start","note":"nüll \#(seq)""#)
        }
    }

    var bytes: [UInt8] { lines.flatMap { Array($0.utf8) + [0x0A] } }
}
