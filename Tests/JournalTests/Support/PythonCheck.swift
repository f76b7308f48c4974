import Foundation

/// The chain checked by a script that shares nothing with the code under test; python3 must be there.
enum PythonCheck {
    private static let script = """
        import hashlib, json, os, sys
        directory, prev, seq, ids = sys.argv[1], "0" * 64, 1, set()
        for name in sorted(n for n in os.listdir(directory) if n.endswith(".jsonl")):
            assert name == "%020d.jsonl" % seq, "file " + name
            data = open(os.path.join(directory, name), "rb").read()
            assert data == b"" or data.endswith(b"\\n"), "torn"
            for line in data.split(b"\\n")[:-1]:
                record = json.loads(line.decode("utf-8"))
                assert list(record)[:2] == ["seq", "prev"], "order"
                assert record["seq"] == seq, "seq %d" % seq
                assert record["prev"] == prev, "prev of %d" % seq
                assert record["recordId"] not in ids, "twice " + record["recordId"]
                assert len(line) < 65536, "long"
                ids.add(record["recordId"])
                prev = hashlib.sha256(b"\\0" + line).hexdigest()
                seq += 1
        print(seq - 1)
        """

    /// The number of lines, or what the script says against them.
    static func check(_ directory: String) throws -> String {
        try run(["-c", script, directory])
    }

    static func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
