import Reconciliation
import Store
import Testing

@Suite("Contract: versions of one reference")
struct ReplacementContract {
    private func versions(
        _ contract: StoreContract,
        _ first: Int64?,
        then second: Int64?,
        expect: ItemResult,
        sameContent: Bool = true
    ) async throws {
        try await contract.fresh { store in
            let status = sameContent ? Wanted(status: .onBreak, pauseReason: "Queue Full") : Wanted(status: .available)
            try await store.take(.sample("old", reference: "r", version: first))
            let results = try await store.take(.sample("new", reference: "r", version: second, wanted: status))
            #expect(results == [expect])
            let replaced = try #require(try await store.change(ChangeID("old"))).change.replacedBy
            #expect(replaced == (expect == .accepted ? ChangeID("new") : nil))
            #expect(try await store.change(ChangeID("new")) != nil || expect != .accepted)
        }
    }

    @Test("a higher version replaces", arguments: StoreContract.all)
    func higher(_ contract: StoreContract) async throws {
        try await versions(contract, 1, then: 2, expect: .accepted)
    }

    @Test("a version after none replaces", arguments: StoreContract.all)
    func versionAfterNone(_ contract: StoreContract) async throws {
        try await versions(contract, nil, then: -5, expect: .accepted)
    }

    @Test("without versions the later replaces", arguments: StoreContract.all)
    func noVersions(_ contract: StoreContract) async throws {
        try await versions(contract, nil, then: nil, expect: .accepted)
    }

    @Test("an equal version with the same content is the one that is there", arguments: StoreContract.all)
    func equalSame(_ contract: StoreContract) async throws {
        try await versions(contract, 2, then: 2, expect: .existing(ChangeID("old"), .due))
    }

    @Test("an equal version with other content is a conflict", arguments: StoreContract.all)
    func equalOther(_ contract: StoreContract) async throws {
        try await versions(contract, 2, then: 2, expect: .versionConflict(with: ChangeID("old")), sameContent: false)
    }

    @Test("a lower version is stale", arguments: StoreContract.all)
    func lower(_ contract: StoreContract) async throws {
        try await versions(contract, 2, then: 1, expect: .staleVersion(behind: ChangeID("old")))
    }

    @Test("none after a version is stale", arguments: StoreContract.all)
    func noneAfterVersion(_ contract: StoreContract) async throws {
        try await versions(contract, Int64.min, then: nil, expect: .staleVersion(behind: ChangeID("old")))
    }

    @Test("only the same source, agent and reference count", arguments: StoreContract.all)
    func others(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("old", reference: "r", version: 5))
            let results = try await store.take(
                .sample("a", source: SourceName("other"), reference: "r", version: 1),
                .sample("b", of: bob, reference: "r", version: 1),
                .sample("c", reference: "s", version: 1),
                .sample("d", version: 1)
            )
            #expect(results == [.accepted, .accepted, .accepted, .accepted])
            #expect(try await store.change(ChangeID("old"))?.change.replacedBy == nil)
        }
    }

    @Test("after the earlier one is final a lower version is a new change", arguments: StoreContract.all)
    func afterFinal(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("old", reference: "r", version: 5))
            try await store.move("old", to: .applied)
            #expect(try await store.take(.sample("new", reference: "r", version: 1)) == [.accepted])
            #expect(try await store.change(ChangeID("old"))?.change.replacedBy == nil)
        }
    }

    @Test("a change that is being applied is marked as replaced and otherwise left alone", arguments: StoreContract.all)
    func applying(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            let old = Change.sample("old", reference: "r", version: 1)
            try await store.take(old)
            #expect(try await store.begin(old, intent: "int_1") == .recorded)
            #expect(try await store.take(.sample("new", reference: "r", version: 2)) == [.accepted])
            let story = try #require(try await store.change(old.id))
            #expect(story.change.state == .applying)
            #expect(story.change.replacedBy == ChangeID("new"))
            #expect(story.history.map(\.state) == [.due, .applying])
        }
    }

    @Test(
        "what is to be cancelled and is asked for again is a new change, and the old one is cancelled all the same",
        arguments: StoreContract.all
    )
    func cancelled(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            let old = Change.sample("old", reference: "r", version: 2)
            try await store.take(old)
            #expect(try await store.begin(old, intent: "int_1") == .recorded)
            #expect(try await store.requestCancellation(of: old.id, at: t0, records: []))
            #expect(try await store.take(.sample("again", reference: "r", version: 2)) == [.accepted])
            #expect(try await store.take(.sample("once more", reference: "r", version: 2)) == [.existing(ChangeID("again"), .due)])
            #expect(try await store.take(.sample("next", reference: "r", version: 3)) == [.accepted])
            #expect(try await store.change(ChangeID("again"))?.change.replacedBy == ChangeID("next"))
            #expect(try await store.change(old.id)?.change.replacedBy == nil)
        }
    }

    @Test("all open earlier ones are replaced, and keep who replaced them first", arguments: StoreContract.all)
    func chain(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(
                .sample("v1", reference: "r", version: 1),
                .sample("v2", reference: "r", version: 2),
                .sample("v3", reference: "r", version: 3)
            )
            let open = try await store.dossier(of: ann).open
            #expect(open.map(\.replacedBy?.text) == ["v2", "v3", nil])
        }
    }

    @Test("items of one request see those before them", arguments: StoreContract.all)
    func withinBatch(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            let items: [Submission.Item] = [
                .change(.sample("v2", reference: "r", version: 2)),
                .change(.sample("v1", reference: "r", version: 1)),
                .change(.sample("v2b", reference: "r", version: 2)),
                .change(.sample("v3", reference: "r", version: 3)),
            ]
            guard case .accepted(let results, _) = try await store.accept(.sample("msg", items: items)) else {
                Issue.record("not accepted")
                return
            }
            #expect(
                results == [.accepted, .staleVersion(behind: ChangeID("v2")), .existing(ChangeID("v2"), .due), .accepted]
            )
            #expect(try await store.change(ChangeID("v2"))?.change.replacedBy == ChangeID("v3"))
        }
    }
}
