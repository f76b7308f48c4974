import Reconciliation
import Testing

struct WriteVerdictTests {
    private let right = MissingRight(right: "user:status:write", grantedUnder: "Applications > API Access")

    private func verdict(
        _ answer: WriteAnswer,
        to wanted: Wanted = .queueBreak,
        capabilities: Capabilities = .platform
    ) -> WriteVerdict {
        WriteVerdict(answer, to: wanted, capabilities: capabilities)
    }

    @Test("a 200 whose body shows the wanted status confirms the write")
    func confirmed() {
        let reading = LiveReading(status: .status(.onBreak), pauseReason: "Queue Full", since: now, origin: .response)
        #expect(verdict(.accepted(reading)) == .confirmed(reading))
    }

    @Test("a consistent body is enough: NOT_READY after a written Training")
    func consistent() {
        let reading = LiveReading(status: .notReady(label: "NOT_READY"), origin: .response)
        #expect(verdict(.accepted(reading), to: .plain(.training)) == .confirmed(reading))
    }

    @Test(
        "a 200 whose body shows something else is read again",
        arguments: [
            LiveStatus.status(.available), .notReady(label: "PAUSED"), .unknown(label: "UNKNOWN(9)"),
        ]
    )
    func differentBody(status: LiveStatus) {
        #expect(verdict(.accepted(LiveReading(status: status, origin: .response))) == .readBack)
    }

    @Test("a 200 without a readable body is read again")
    func noBody() {
        #expect(verdict(.accepted(nil)) == .readBack)
    }

    @Test("where a dialect's answer says nothing even the wanted status in it confirms nothing")
    func silentDialect() {
        let reading = LiveReading(status: .status(.onBreak), origin: .response)
        #expect(verdict(.accepted(reading), capabilities: .seeing) == .readBack)
    }

    @Test("a lost answer leaves the intent open")
    func lost() {
        #expect(verdict(.lost(detail: "no answer within 10 s")) == .unknown)
    }

    @Test("a 409 closes the intent and waits for wrap-up")
    func conflict() {
        #expect(verdict(.conflict(detail: "wrap-up")) == .closed(.wait(.wrapUp, until: nil), code: "conflict"))
    }

    @Test("a 429 closes the intent and waits as long as CXone asked for")
    func throttled() {
        let until = now + .seconds(60)
        #expect(verdict(.throttled(until: until)) == .closed(.wait(.budget, until: until), code: "throttled"))
    }

    @Test("a 403 closes the intent and waits for the right")
    func forbidden() {
        #expect(verdict(.forbidden(right)) == .closed(.wait(.notPermitted, until: nil), code: "forbidden"))
    }

    @Test("what did not leave closes the intent and waits for CXone")
    func notSent() {
        #expect(verdict(.notSent(detail: "refused")) == .closed(.wait(.cxoneUnavailable, until: nil), code: "not_sent"))
    }

    @Test("an answer that no retry can mend fails with its code", arguments: [400, 401, 405, 413, 422])
    func rejected(http: Int) {
        #expect(verdict(.rejected(http: http, detail: "no")) == .closed(.fail(.cxone(http: http)), code: "rejected"))
    }

    @Test("a 404 to a write fails: the user was read a moment ago, so it says nothing about the user")
    func notFound() {
        #expect(verdict(.notFound) == .closed(.fail(.cxone(http: 404)), code: "not_found"))
    }

    @Test("a 408 is retried, as connection failures are")
    func requestTimeout() {
        let answer = WriteAnswer.rejected(http: 408, detail: "request time-out")
        #expect(verdict(answer) == .closed(.wait(.cxoneUnavailable, until: nil), code: "rejected"))
    }
}
