import Reconciliation
import Store
import Testing

@Suite("Contract: taking in requests")
struct IntakeContract {
    @Test("what was accepted is there after opening again, with everything it said", arguments: StoreContract.all)
    func durable(_ contract: StoreContract) async throws {
        let change = Change(
            id: ChangeID("chg_1"),
            agent: ann,
            source: wfm,
            sourceRank: 3,
            team: "blue",
            requestID: RequestID("msg_1"),
            reference: "shift-1",
            version: 42,
            wanted: Wanted(status: .onBreak, pauseReason: "Queue Full", wrapUpCode: "7", forceAvailability: true, respectWrapUp: false),
            effectiveAt: t0 + .minutes(1),
            expiresAt: t0 + .minutes(11),
            endsAt: t0 + .minutes(16),
            acceptedAt: t0,
            state: .scheduled
        )
        try await contract.reopened { store in
            _ = try await store.accept(.sample("msg_1", items: [.change(change)], record: "r1"))
        } then: { store in
            let story = try #require(try await store.change(change.id))
            var expected = change
            expected.acceptance = 1
            #expect(story.change == expected)
            #expect(story.history == [ChangeStory.Entry(state: .scheduled, at: t0)])
            #expect(story.outcome == nil)
            #expect(try await store.allRows() == ["r1"])
        }
    }

    @Test("the same id and body answers what was answered first, and takes nothing", arguments: StoreContract.all)
    func duplicate(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            let request = Submission.sample("msg_1", items: [.change(.sample("chg_1"))], record: "r1")
            guard case .accepted(let results, let answer) = try await store.accept(request) else {
                Issue.record("the first was not accepted")
                return
            }
            #expect(results == [.accepted])
            let again = Submission.sample("msg_1", items: [.change(.sample("chg_2"))], record: "r2")
            guard case .duplicate(let stored) = try await store.accept(again) else {
                Issue.record("the second was not seen as a duplicate")
                return
            }
            #expect(stored == answer)
            #expect(try await store.change(ChangeID("chg_2")) == nil)
            #expect(try await store.allRows() == ["r1"])
        }
    }

    @Test("the same id with another body is refused, and from another source it is another id", arguments: StoreContract.all)
    func reusedID(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            _ = try await store.accept(.sample("msg_1", body: [1], items: [.change(.sample("chg_1"))]))
            guard case .idReused = try await store.accept(.sample("msg_1", body: [2], items: [.change(.sample("chg_2"))])) else {
                Issue.record("another body was not noticed")
                return
            }
            var other = Submission.sample("msg_1", body: [2], items: [.change(.sample("chg_3"))])
            other.source = SourceName("other")
            guard case .accepted = try await store.accept(other) else {
                Issue.record("another source's id was taken for this one's")
                return
            }
        }
    }

    @Test("without an answer nothing is taken and the id is free, but the records stay", arguments: StoreContract.all)
    func nothingAcceptable(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            let refusing = Submission(
                source: wfm,
                requestID: RequestID("msg_1"),
                bodyDigest: [1],
                at: t0,
                items: [.change(.sample("chg_1")), .refused],
                conclude: { _ in Conclusion(answer: nil, records: [content("tried")]) }
            )
            guard case .nothingAcceptable(let results) = try await store.accept(refusing) else {
                Issue.record("an answer was made up")
                return
            }
            #expect(results == [.accepted, .refused])
            #expect(try await store.change(ChangeID("chg_1")) == nil)
            #expect(try await store.agenda().isEmpty)
            #expect(try await store.allRows() == ["tried"])
            guard case .accepted = try await store.accept(.sample("msg_1", body: [9], items: [.change(.sample("chg_1"))])) else {
                Issue.record("the id was used up")
                return
            }
        }
    }

    @Test("items keep their places and are numbered in their order", arguments: StoreContract.all)
    func order(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            let items: [Submission.Item] = [
                .change(.sample("chg_b", of: bob)), .refused, .change(.sample("chg_a")), .change(.sample("chg_c", of: bob)),
            ]
            guard case .accepted(let results, _) = try await store.accept(.sample("msg_1", items: items)) else {
                Issue.record("not accepted")
                return
            }
            #expect(results == [.accepted, .refused, .accepted, .accepted])
            var numbers: [Int64] = []
            for id in ["chg_b", "chg_a", "chg_c"] {
                numbers.append(try #require(try await store.change(ChangeID(id))).change.acceptance)
            }
            #expect(numbers == numbers.sorted() && Set(numbers).count == 3)
            #expect(try await store.dossier(of: bob).open.map(\.id.text) == ["chg_b", "chg_c"])
        }
    }

    @Test("a change id that is there already fails that request alone", arguments: StoreContract.all)
    func repeatedChangeID(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("chg_1"))
            let items: [Submission.Item] = [.change(.sample("chg_2")), .change(.sample("chg_1"))]
            #expect(
                await label { () async throws(StoreFault) in _ = try await store.accept(.sample("msg_2", items: items)) } == "corrupt"
            )
            #expect(try await store.change(ChangeID("chg_2")) == nil)
            try await store.take(.sample("chg_3"))
            #expect(try await store.dossier(of: ann).open.map(\.id.text) == ["chg_1", "chg_3"])
        }
    }

    @Test("ten thousand items are one request", arguments: StoreContract.all)
    func largeBatch(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            let items = (0..<10_000).map { number in
                Submission.Item.change(
                    .sample(
                        "chg_\(number)",
                        of: AgentID(tenant: .standard, userID: "agent-\(number % 2_000)"),
                        reference: "shift-\(number)",
                        version: 1
                    )
                )
            }
            guard case .accepted(let results, _) = try await store.accept(.sample("msg_1", items: items)) else {
                Issue.record("not accepted")
                return
            }
            #expect(results.count == 10_000 && results.allSatisfy { $0 == .accepted })
            #expect(try await store.agenda().count == 2_000)
        }
    }
}
