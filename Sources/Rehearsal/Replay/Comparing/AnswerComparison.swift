import Notation

/// Compares the answer to one request with what the fixture expects.
struct AnswerComparison {
    let step: FixtureStep
    let expected: ExpectedAnswer
    let reply: Performance.Reply?
    /// The changes it asked for, with what was sent.
    let changes: [SentChange]
    /// The ids of all changes, by name.
    let ids: [String: String]
    /// The answer to the step that is sent again.
    let origin: Performance.Reply?

    func compare(into list: inout CheckList) {
        let name = step.name
        let got = reply.map { $0.status.map { String($0) } ?? $0.error ?? "no answer" }
        list.equal(.answer, name, "status", expected: String(expected.status), got: got)
        guard let reply, reply.status == expected.status else { return }
        if let code = expected.code { list.equal(.answer, name, "code", expected: code, got: reply.body?["code"]?.string) }
        if expected.status >= 400 {
            compareProblem(reply, into: &list)
        } else {
            list.equal(.answer, name, "id", expected: reply.requestID, got: reply.body?["id"]?.string)
            let isDuplicate = reply.body?["duplicate"]?.bool ?? false
            list.equal(.answer, name, "duplicate", expected: "\(expected.isDuplicate)", got: "\(isDuplicate)")
            if expected.isDuplicate, let origin {
                let (first, again) = (Self.ids(of: origin), Self.ids(of: reply))
                list.add(.answer, name, "changeIds", expected: Self.list(first), got: Self.list(again), ok: first == again)
            }
        }
        compareItems(reply, into: &list)
        if let warnings = expected.warnings {
            let got = reply.body?["warnings"]?.array?.map { $0["code"]?.string ?? $0.string ?? "?" } ?? []
            list.add(.answer, name, "warnings", expected: Self.list(warnings), got: Self.list(got), ok: got == warnings)
        }
        if let pointers = expected.pointers {
            let got = reply.body?["errors"]?.array?.map { $0["pointer"]?.string ?? "?" } ?? []
            list.add(.answer, name, "pointers", expected: Self.list(pointers), got: Self.list(got), ok: got == pointers)
        }
    }

    /// Every problem body says its own status and has a code, a title and words (RFC 9457).
    private func compareProblem(_ reply: Performance.Reply, into list: inout CheckList) {
        let names = ["type", "title", "detail", "code"].filter { (reply.body?[$0]?.string ?? "").isEmpty }
        let isWhole = names.isEmpty && reply.body?["status"]?.int == Int64(expected.status)
        let got = isWhole ? "whole" : names.isEmpty ? "status differs" : "without \(names.joined(separator: ", "))"
        list.equal(.answer, step.name, "problem body", expected: "whole", got: got)
    }

    private func compareItems(_ reply: Performance.Reply, into list: inout CheckList) {
        guard let items = expected.items else { return }
        let answered = reply.body?["changes"]?.array ?? []
        list.equal(.answer, step.name, "changes", expected: items.count, got: answered.count)
        for (place, (item, answer)) in zip(items, answered).enumerated() {
            let change = changes.indices.contains(place) ? changes[place] : nil
            let subject = change?.name ?? step.name
            list.equal(.answer, subject, "state", expected: item.state, got: answer["state"]?.string)
            if let code = item.code { list.equal(.answer, subject, "code", expected: code, got: answer["code"]?.string) }
            if item.state == "refused" {
                list.equal(.answer, subject, "changeId", expected: "null", got: answer["changeId"]?.string ?? "null")
            } else if let same = item.sameAs {
                list.equal(.answer, subject, "changeId", expected: ids[same] ?? "that of \(same)", got: answer["changeId"]?.string)
            } else {
                let id = answer["changeId"]?.string
                list.add(.answer, subject, "changeId", expected: "an id", got: id == nil ? "null" : "an id", ok: id != nil)
            }
            guard let change else { continue }
            for (name, sent) in [("userId", change.userID), ("reference", change.reference)] {
                list.equal(.answer, subject, name, expected: sent ?? "null", got: answer[name]?.string ?? "null")
            }
        }
    }

    private static func ids(of reply: Performance.Reply) -> [String] {
        reply.body?["changes"]?.array?.map { $0["changeId"]?.string ?? "null" } ?? []
    }

    private static func list(_ texts: [String]) -> String {
        texts.isEmpty ? "none" : texts.joined(separator: " ")
    }
}
