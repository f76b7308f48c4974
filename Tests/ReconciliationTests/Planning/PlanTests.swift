import Reconciliation
import TestSupport
import Testing

struct PlanTests {
    private func move(
        _ name: String,
        _ target: Status = .onBreak,
        team: String? = nil,
        due: Duration = .zero,
        expires: Duration = .minutes(15),
        live: LiveStatus? = .status(.training)
    ) -> DueMove {
        DueMove(
            change: ChangeID(name),
            agent: AgentID(tenant: .standard, userID: name),
            team: team,
            target: target,
            effectiveAt: now + due,
            expiresAt: now + expires,
            live: live
        )
    }

    private func plan(_ moves: [DueMove], rate: Double = 2, calls: Double = 2, unavailableFirst: Bool = true) -> Plan {
        Plan(moves, budget: PlanBudget(rate: rate, callsPerChange: calls), unavailableFirst: unavailableFirst, from: now)
    }

    private func order(_ plan: Plan) -> [String] { plan.moves.map(\.move.change.text) }

    @Test("what is so already drops out; a Busy may be a contact's and does not")
    func noOps() {
        let found = plan([
            move("a", live: .status(.onBreak)), move("b", live: nil), move("c", .busy, live: .status(.busy)),
            move("d", .offline, live: .status(.offline)),
        ])
        #expect(found.noOps.map(\.change.text) == ["a", "d"])
        #expect(order(found) == ["b", "c"])
    }

    @Test("each takes its calls at the rate of the budget, and the last one's end is the plan's")
    func pace() {
        let found = plan([move("a"), move("b"), move("c")], rate: 4, calls: 2)
        #expect(found.moves.map(\.start) == [now, now + .milliseconds(500), now + .seconds(1)])
        #expect(found.finish == now + .milliseconds(1_500))
        #expect(plan([]).finish == nil)
    }

    @Test("going unavailable comes before becoming available, unless configured")
    func direction() {
        let moves = [move("a", .available, expires: .minutes(10)), move("b"), move("c", .offline), move("d", .available)]
        #expect(order(plan(moves)) == ["b", "c", "a", "d"])
        #expect(order(plan(moves, unavailableFirst: false)).first == "a")
    }

    @Test("teams take turns, and within a team the earliest expiry is first")
    func teams() {
        let moves = [
            move("a1", team: "a"), move("a2", team: "a"), move("a3", team: "a", expires: .minutes(9)), move("b1", team: "b"),
            move("c1", team: "c"),
            move("b2", team: "b", expires: .minutes(14)),
        ]
        #expect(order(plan(moves)) == ["a3", "b2", "c1", "a1", "b1", "a2"])
    }

    @Test("a change that can only just be made goes first, whatever its direction and team")
    func pressing() {
        let moves = [move("a"), move("b"), move("c", .available, expires: .seconds(2))]
        #expect(order(plan(moves)) == ["a", "c", "b"])
    }

    @Test("nothing starts before it is due, and the time until then is not wasted")
    func due() {
        let found = plan([move("late", due: .seconds(10)), move("soon")])
        #expect(order(found) == ["soon", "late"])
        #expect(found.moves.last?.start == now + .seconds(10))
    }

    @Test("what cannot be made before it expires is said, and takes nobody's time")
    func unreachable() {
        let found = plan([
            move("a", expires: .seconds(1)), move("b", expires: .seconds(1)), move("c", expires: .seconds(2)),
            move("over", expires: .seconds(-1)),
        ])
        #expect(order(found) == ["a", "c"])
        #expect(found.unreachable.map(\.change.text) == ["over", "b"])
        #expect(plan([move("a")], rate: 0).unreachable.count == 1)
    }

    @Test("ten thousand at one moment are planned to the last within a hundredth of what their calls take", .timeLimit(.minutes(1)))
    func quarterHour() {
        var random = SeededRandom(quietly: 4)
        let moves = (0..<10_000).map { index in
            move("chg_\(index)", random.pick(Status.allCases), team: "team \(random.next() % 40)", live: nil)
        }
        let clock = ContinuousClock()
        var found = plan([])
        let took = clock.measure { found = plan(moves, rate: 30, calls: 2.1) }
        print("plan of 10,000 changes: \(took)")
        #expect(took < .seconds(5))
        #expect(found.moves.count == 10_000)
        let finish = ((found.finish ?? now) - now).milliseconds / 1_000
        #expect(abs(finish - 700) < 7)
    }
}
